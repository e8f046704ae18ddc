/// Kills a running installation again and again and looks from outside whether anything that it
/// acknowledged is lost, doubled or reordered.
///
/// [io.realtimegateway.e2e.audit.Auditor] runs the cycles on an
/// [io.realtimegateway.e2e.audit.Installation]; each [io.realtimegateway.e2e.audit.AuditedClient]
/// follows the rules of the contract and tells the [io.realtimegateway.e2e.audit.Ledger] what it
/// was answered and what it heard; the [io.realtimegateway.e2e.audit.Inspection] compares that with
/// PostgreSQL.
@NullMarked
package io.realtimegateway.e2e.audit;

import org.jspecify.annotations.NullMarked;
