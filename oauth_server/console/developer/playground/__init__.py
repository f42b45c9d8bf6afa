"""The playground: an authorization request built, walked and explained, with an application or with our own client."""
