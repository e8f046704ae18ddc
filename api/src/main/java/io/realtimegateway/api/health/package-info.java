/// Health, metrics and the documents.
@NullMarked
package io.realtimegateway.api.health;

import org.jspecify.annotations.NullMarked;
