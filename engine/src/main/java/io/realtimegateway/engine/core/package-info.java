/// The decisions of a conversation, and nothing else: commands, a clock and ids go in, decisions
/// and records come out. No network, no database, no thread, no static state, so that millions of
/// random steps can be run against it.
///
/// Read [io.realtimegateway.engine.core.Conversation] first: `decide` takes an
/// [io.realtimegateway.engine.core.HistoryCommand] and yields a
/// [io.realtimegateway.engine.core.Decision]; an accepted one carries the record that is appended,
/// archived, reported to webhooks and delivered.
@NullMarked
package io.realtimegateway.engine.core;

import org.jspecify.annotations.NullMarked;
