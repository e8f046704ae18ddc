package io.realtimegateway.gateway.session;

import io.realtimegateway.gateway.inbound.ClientCommand;
import io.realtimegateway.gateway.outbound.ServerFrames;
import io.realtimegateway.gateway.outbound.SessionOutput;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The `resume` commands of one session. They are processed one page at a time, and the next page
/// is requested only while little waits for the socket.
final class ResumeQueue {
  private record Job(@Nullable String ref, List<ClientCommand.Held> conversations) {}

  private final SessionRequests requests;
  private final SessionOutput output;
  private final ServerFrames frames;
  private @Nullable Queue<Job> jobs;

  /// Conversations of the first job that are finished.
  private int finished;

  private boolean isWaitingForPage;

  ResumeQueue(SessionRequests requests, SessionOutput output, ServerFrames frames) {
    this.requests = requests;
    this.output = output;
    this.frames = frames;
  }

  void add(@Nullable String ref, ClientCommand.Resume resume) {
    Queue<Job> queue = jobs;
    if (queue == null) {
      queue = new ArrayDeque<>(2);
      jobs = queue;
    }
    requests.begin();
    queue.add(new Job(ref, resume.conversations()));
    requestNext();
  }

  void clear() {
    jobs = null;
    finished = 0;
  }

  /// Requests the next page, if there is one to request and room for it.
  void requestNext() {
    Queue<Job> queue = jobs;
    Job job = queue == null ? null : queue.peek();
    if (job == null || isWaitingForPage || output.isClosed()) {
      return;
    }
    if (!output.isLow()) {
      output.notifyDrained();
      return;
    }
    ClientCommand.Held held = job.conversations().get(finished);
    isWaitingForPage = true;
    requests.send(
        new Command.Resume(
            requests.nextRequest(),
            output.userID(),
            held.conversationID(),
            Authority.USER,
            held.seq(),
            held.epoch(),
            Limits.MAX_CHANGES),
        answer -> answered(job, answer));
  }

  private void answered(Job job, Packet answer) {
    isWaitingForPage = false;
    Queue<Job> queue = jobs;
    if (queue == null) {
      return;
    }
    if (answer instanceof Answer.Changes page) {
      output.page(frames.changes(job.ref(), page));
    } else if (answer instanceof Answer.Reset reset) {
      output.answer(frames.reset(job.ref(), reset));
    } else {
      requests.refuse(job.ref(), answer);
      finish(queue);
      return;
    }
    finished++;
    if (finished == job.conversations().size()) {
      output.answer(frames.resumed(job.ref()));
      finish(queue);
    } else {
      requestNext();
    }
  }

  private void finish(Queue<Job> queue) {
    queue.remove();
    finished = 0;
    if (queue.isEmpty()) {
      jobs = null;
    }
    requests.end();
    requestNext();
  }
}
