"""Content-Security-Policy with a nonce per response; templates read it as `request.csp_nonce`."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy:
    """Nothing is loaded from elsewhere; an operator's base map comes through this server too."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined] # the name that django-leaflet looks for
        response = self._get_response(request)
        response.setdefault("Content-Security-Policy", policy(nonce))
        return response


def policy(nonce: str) -> str:
    """Write the policy. MapLibre decodes tiles in a blob worker; Lit and Leaflet set inline style attributes."""
    images = "'self' data: blob:"
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {images}",
            f"connect-src {images}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ]
    )
