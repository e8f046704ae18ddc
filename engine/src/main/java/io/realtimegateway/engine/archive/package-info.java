/// Moves the journal into PostgreSQL, in order and fenced.
///
/// [Archiver] is what the engine sees: told of commits by the event loops, telling what is
/// archived. A few [ArchiveWorker]s, each a platform thread that owns the shards of some logs
/// ([ArchiveProgress]), gather committed entries ([BatchGatherer]) from what the loops handed over
/// ([CommittedRing]) and, where that has a gap, from the journal, reduce them to their net effect
/// ([BatchReducer]) and write them in one transaction together with the positions ([BatchWriter]).
/// [Ownership] knows under which id this process archives; the positions are read again after any
/// error ([PositionCheck]): own owner, go on from there; another owner, the process is fenced.
@NullMarked
package io.realtimegateway.engine.archive;

import org.jspecify.annotations.NullMarked;
