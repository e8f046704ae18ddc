/// Moves the journal into PostgreSQL, in order and fenced.
///
/// [Archiver] is the interface to the engine: event loops report commits to it, and it notifies the
/// engine of archived positions. A few [ArchiveWorker]s, each a platform thread that owns the
/// shards of some logs ([ArchiveProgress]), gather committed entries ([BatchGatherer]) from those
/// that the loops handed over ([CommittedRing]) and, across gaps, from the journal, reduce them to
/// their net effect ([BatchReducer]) and write them in one transaction together with the positions
/// ([BatchWriter]). [Ownership] holds the id under which this process archives. The positions are
/// read again after any error ([PositionCheck]): if this process still owns them, it continues from
/// there, otherwise it is fenced.
@NullMarked
package io.realtimegateway.engine.archive;

import org.jspecify.annotations.NullMarked;
