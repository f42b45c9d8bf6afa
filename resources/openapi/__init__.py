"""The OpenAPI description, derived from the policy table: who may, with which credential, and what is answered."""

from resources.openapi.document import document

__all__ = ["document"]
