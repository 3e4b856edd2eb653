// A form with data-passkey has the browser ask for a passkey, and sends what it answers.
// data-passkey: "get" to show who one is, "create" to add one. data-options: what the server asks; fetched if missing.
{
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const withBytes = (items) => (items || []).map((item) => ({ ...item, id: toBytes(item.id) }));

  const create = ({ publicKey }) => navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });

  const get = ({ publicKey }) => navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });

  const asJson = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    const { id, type } = credential;
    const clientExtensionResults = credential.getClientExtensionResults();
    return JSON.stringify({ id, type, rawId: toText(credential.rawId), response, clientExtensionResults });
  };

  const ask = async (form) => {
    const options = form.dataset.options || (await (await fetch(form.action, { headers: { Accept: "application/json" } })).text());
    const parsed = JSON.parse(options);
    return (form.dataset.passkey === "create" ? create : get)(parsed.request_options || parsed);
  };

  // No browser gives a passkey to a site that has a number for a name.
  const works = window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!works) {
      form.querySelectorAll("[data-passkey-missing]").forEach((notice) => { notice.hidden = false; });
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        form.elements.credential.value = asJson(await ask(form));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
}
