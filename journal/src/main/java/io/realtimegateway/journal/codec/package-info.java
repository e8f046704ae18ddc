/// The bytes of a journal record: versioned, length-checked, decoded totally.
@NullMarked
package io.realtimegateway.journal.codec;

import org.jspecify.annotations.NullMarked;
