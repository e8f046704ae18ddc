package io.realtimegateway.security;

/// Why a token is refused. What it says tells nothing that the token does not hold itself.
public enum TokenFault {
  /// It cannot be read.
  FORM("form", "The token has a wrong form: it is no signed JWT of a kind that is accepted here."),
  /// A claim that is needed is missing or malformed.
  CLAIMS("form", "The token has a wrong form: exp or another claim that is needed is missing."),
  /// Its user has no usable name.
  SUBJECT(
      "subject",
      "The subject of the token cannot be used: it must be text of 1 to 255 characters or an"
          + " integer."),
  /// No known key signed it.
  KEY("key", "The key or algorithm that signed the token is not known."),
  /// The signature is wrong.
  SIGNATURE("signature", "The signature of the token is wrong."),
  /// Another issuer made it.
  ISSUER("issuer", "The issuer of the token is not accepted here."),
  /// It was made for another audience.
  AUDIENCE("audience", "The audience of the token is another."),
  /// Its end has come.
  EXPIRY("expiry", "The expiry of the token has passed."),
  /// It was issued too long ago.
  AGE("expiry", "The expiry of the token has passed: it was issued more than a year ago."),
  /// It counts from a later time on.
  EARLY("expiry", "The token is not valid yet: check the clock of its issuer.");

  private final String finer;
  private final String description;

  TokenFault(String finer, String description) {
    this.finer = finer;
    this.description = description;
  }

  /// One lower-case word: `form`, `subject`, `key`, `signature`, `issuer`, `audience`, `expiry`.
  public String finer() {
    return finer;
  }

  /// A sentence in ASCII without quotation marks.
  public String description() {
    return description;
  }
}
