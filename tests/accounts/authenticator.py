"""A passkey in software: what a phone answers to a site that asks for one, after the WebAuthn standard."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT_AND_VERIFIED = 0b101
NO_MODEL = bytes(16)


def to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Passkey:
    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.id = token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user_handle = ""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to creation options, as JSON."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        public_key = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(NO_MODEL, self.id, public_key)
        data = AuthenticatorData.create(
            self._site(asked["rp"]["id"]), PRESENT_AND_VERIFIED | 0x40, 0, credential
        )
        attestation = AttestationObject.create("none", data, {})
        answer = {
            "clientDataJSON": to_text(self._client_data("webauthn.create", asked["challenge"])),
            "attestationObject": to_text(bytes(attestation)),
            "transports": ["internal"],
        }
        return self._credential(answer)

    def get(self, options: dict[str, Any]) -> str:
        """The answer to request options, as JSON."""
        asked = options["publicKey"]
        client_data = self._client_data("webauthn.get", asked["challenge"])
        data = bytes(AuthenticatorData.create(self._site(asked["rpId"]), PRESENT_AND_VERIFIED, 1))
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": to_text(client_data),
            "authenticatorData": to_text(data),
            "signature": to_text(signature),
            "userHandle": self.user_handle,
        }
        return self._credential(answer)

    def _site(self, name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, answer: dict[str, Any]) -> str:
        text = to_text(self.id)
        return json.dumps(
            {
                "id": text,
                "rawId": text,
                "type": "public-key",
                "response": answer,
                "clientExtensionResults": {},
            }
        )
