/// Tokens, tickets, link proof, secrets.
@NullMarked
package io.realtimegateway.security;

import org.jspecify.annotations.NullMarked;
