"""Every provider through one contract; the OIDC one against a real issuer with real keys."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.identity.oidc import OidcIdentityProvider
from app.identity.open import LOCAL_CANDIDATE, OpenIdentityProvider
from app.identity.port import (
    Identity,
    IdentityProvider,
    IdentityProviderUnavailable,
    NotSignedIn,
    SignInExpired,
)
from app.identity.signing_keys import REFETCH_COOL_DOWN_S, SigningKeys
from tests.identity.issuer import LocalIssuer, running_issuer


class ManualClock:
    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def issuer() -> Iterator[LocalIssuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def oidc(issuer: LocalIssuer, clock: ManualClock) -> AsyncIterator[OidcIdentityProvider]:
    http = httpx.AsyncClient()
    provider = OidcIdentityProvider(
        issuer.url, audience="hirecoach", http=http, keys=SigningKeys(issuer.url, http, clock)
    )
    yield provider
    await provider.aclose()


# --- the contract ----------------------------------------------------------------------------------


@dataclass
class Case:
    provider: IdentityProvider
    bearer: str
    expected: Identity


@pytest.fixture(params=["open", "oidc"])
async def case(request: pytest.FixtureRequest, issuer: LocalIssuer) -> AsyncIterator[Case]:
    if request.param == "open":
        made = Case(OpenIdentityProvider(), "", LOCAL_CANDIDATE)
    else:
        provider = OidcIdentityProvider(issuer.url, audience="hirecoach")
        made = Case(provider, issuer.token(), Identity(issuer.url, "user_1"))
    yield made
    await made.provider.aclose()


async def test_a_provider_names_who_calls_by_issuer_and_subject(case: Case) -> None:
    assert await case.provider.identify(case.bearer) == case.expected


async def test_a_provider_names_the_same_caller_the_same_way_again(case: Case) -> None:
    first = await case.provider.identify(case.bearer)
    assert await case.provider.identify(case.bearer) == first


# --- what is let in ----------------------------------------------------------------------------------


async def test_a_token_signed_on_an_elliptic_curve_is_taken(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    issuer.rotate("curve", "ES256")
    assert (await oidc.identify(issuer.token())).subject == "user_1"


async def test_the_keys_are_fetched_once_for_many_tokens(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    for _ in range(5):
        await oidc.identify(issuer.token())
    assert issuer.requests == ["/.well-known/openid-configuration", "/keys"]


async def test_one_audience_of_several_is_enough(oidc: OidcIdentityProvider, issuer: LocalIssuer) -> None:
    await oidc.identify(issuer.token(aud=["other", "hirecoach"]))


async def test_a_token_without_audience_is_taken_for_its_authorized_party(issuer: LocalIssuer) -> None:
    provider = OidcIdentityProvider(issuer.url, authorized_parties=["https://coach.example"])
    token = issuer.token(aud=None, azp="https://coach.example")
    assert (await provider.identify(token)).subject == "user_1"
    with pytest.raises(NotSignedIn):
        await provider.identify(issuer.token(aud=None, azp="https://evil.example"))
    with pytest.raises(NotSignedIn):
        await provider.identify(issuer.token(aud=None, azp=["https://coach.example"]))
    with pytest.raises(NotSignedIn):
        await provider.identify(issuer.token(aud=None))
    await provider.aclose()


async def test_a_clock_a_few_seconds_off_keeps_nobody_out(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    now = int(time.time())
    await oidc.identify(issuer.token(nbf=now + 5))
    await oidc.identify(issuer.token(exp=now - 5))


async def test_keys_of_kinds_we_do_not_know_are_passed_over(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    issuer.extra_keys = [
        {"kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": "AA"},
        {"kty": "RSA", "kid": "broken", "n": "!!", "e": "AQAB"},
        {"kty": "RSA", "kid": "no text", "n": 5, "e": "AQAB"},
        {"kty": "RSA", "kid": "strange algorithm", "alg": ["RS256"], "n": "AQAB", "e": "AQAB"},
        {"kty": "EC", "kid": "not on the curve", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "kid": "half a point", "crv": "P-256", "x": "A" * 43},
        {"kty": "RSA", "kid": "enc", "use": "enc", "n": "AQAB", "e": "AQAB"},
        "nonsense",
    ]
    await oidc.identify(issuer.token())


# --- what is kept out --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bearer",
    [
        None,
        "",
        " ",
        "\u00e9.\u00e9.\u00e9",
        "Basic dXNlcjpwYXNz",
        "nonsense",
        "Bearer a.b.c",
        "x" * 20_000,
    ],
)
async def test_no_believable_credentials_is_not_signed_in(
    oidc: OidcIdentityProvider, bearer: str | None
) -> None:
    with pytest.raises(NotSignedIn):
        await oidc.identify(bearer)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another-app"},
        {"aud": None},
        {"aud": ["another-app"]},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 300},
        {"exp": None},
        {"nbf": int(time.time()) + 3600},
    ],
    ids=str,
)
async def test_a_token_made_for_something_else_is_refused(
    oidc: OidcIdentityProvider, issuer: LocalIssuer, changes: dict[str, Any]
) -> None:
    with pytest.raises(NotSignedIn):
        await oidc.identify(issuer.token(**changes))


async def test_an_expired_token_says_that_it_is_expired(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    with pytest.raises(SignInExpired):
        await oidc.identify(issuer.token(exp=int(time.time()) - 60))


async def test_a_token_signed_by_another_key_under_the_same_name_is_refused(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    forger = LocalIssuer()
    forger.url = issuer.url
    with pytest.raises(NotSignedIn):
        await oidc.identify(forger.token())


async def test_changed_claims_break_the_signature(oidc: OidcIdentityProvider, issuer: LocalIssuer) -> None:
    header, _, signature = issuer.token().split(".")
    other = _part(issuer.claims(sub="somebody-else"))
    with pytest.raises(NotSignedIn):
        await oidc.identify(f"{header}.{other}.{signature}")


def _part(claims: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()


async def test_the_public_key_does_not_pass_as_a_shared_secret(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    public = (
        issuer.keys["first"][0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'first'})}.{_part(issuer.claims())}"
    signature = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    forged = f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    with pytest.raises(NotSignedIn):
        await oidc.identify(forged)


async def test_an_unsigned_token_is_refused(oidc: OidcIdentityProvider, issuer: LocalIssuer) -> None:
    unsigned = f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': 'first'})}.{_part(issuer.claims())}."
    with pytest.raises(NotSignedIn):
        await oidc.identify(unsigned)


async def test_the_algorithm_is_the_keys_not_the_headers(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    issuer.rotate("curve", "ES256", keep_old=True)
    curve_key = issuer.keys["curve"][0]
    token = jwt.encode(issuer.claims(), curve_key, algorithm="ES256", headers={"kid": "first"})
    with pytest.raises(NotSignedIn):
        await oidc.identify(token)


async def test_a_provider_without_audience_and_parties_is_not_built(issuer: LocalIssuer) -> None:
    with pytest.raises(ValueError, match="audience"):
        OidcIdentityProvider(issuer.url)


# --- rotation and outages -----------------------------------------------------------------------------


async def test_a_new_key_is_found_by_one_more_fetch(
    oidc: OidcIdentityProvider, issuer: LocalIssuer, clock: ManualClock
) -> None:
    await oidc.identify(issuer.token())
    clock.now_s += REFETCH_COOL_DOWN_S + 1
    issuer.rotate("second", "RS256", keep_old=True)
    await oidc.identify(issuer.token(kid="second"))
    assert issuer.requests.count("/keys") == 2


async def test_invented_key_names_do_not_make_us_hammer_the_issuer(
    oidc: OidcIdentityProvider, issuer: LocalIssuer
) -> None:
    for number in range(10):
        with pytest.raises(NotSignedIn):
            await oidc.identify(issuer.token(headers={"kid": f"invented-{number}"}))
    assert issuer.requests.count("/keys") == 1


async def test_a_withdrawn_key_is_not_believed_for_longer_than_an_hour(
    oidc: OidcIdentityProvider, issuer: LocalIssuer, clock: ManualClock
) -> None:
    old = issuer.token()
    await oidc.identify(old)
    issuer.rotate("second", "RS256")
    clock.now_s += 3601
    with pytest.raises(NotSignedIn):
        await oidc.identify(old)


async def test_known_keys_are_good_while_the_issuer_is_away(
    oidc: OidcIdentityProvider, issuer: LocalIssuer, clock: ManualClock
) -> None:
    await oidc.identify(issuer.token())
    issuer.override = lambda path: (500, b"")
    clock.now_s += 3601
    assert (await oidc.identify(issuer.token())).subject == "user_1"


@pytest.mark.parametrize(
    "answer",
    [
        lambda path: (500, b""),
        lambda path: (200, b"not json"),
        lambda path: (200, b"[]"),
        lambda path: (200, json.dumps({"issuer": "https://other.example", "jwks_uri": "x"}).encode()),
        lambda path: (302, b""),
    ],
    ids=["error", "not json", "not an object", "another issuer", "redirect"],
)
async def test_an_issuer_that_never_answered_well_is_unavailable_and_not_a_refusal(
    oidc: OidcIdentityProvider, issuer: LocalIssuer, answer: Callable[[str], tuple[int, bytes]]
) -> None:
    issuer.override = answer
    with pytest.raises(IdentityProviderUnavailable):
        await oidc.identify(issuer.token())


async def test_an_issuer_that_is_back_is_asked_again(
    oidc: OidcIdentityProvider, issuer: LocalIssuer, clock: ManualClock
) -> None:
    issuer.override = lambda path: (500, b"")
    with pytest.raises(IdentityProviderUnavailable):
        await oidc.identify(issuer.token())
    issuer.override = lambda path: None
    clock.now_s += 4
    assert (await oidc.identify(issuer.token())).subject == "user_1"


async def test_a_dead_issuer_is_unavailable_quickly() -> None:
    provider = OidcIdentityProvider("http://127.0.0.1:9", audience="hirecoach")
    started = time.monotonic()
    token = LocalIssuer().token()
    with pytest.raises(IdentityProviderUnavailable):
        await provider.identify(token)
    assert time.monotonic() - started < 4
    await provider.aclose()
