package io.realtimegateway.gateway;

import io.realtimegateway.gateway.inbound.ClientCommand;
import io.realtimegateway.gateway.outbound.Receiver;
import io.realtimegateway.gateway.outbound.ServerFrames;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The `resume` commands of a session: one page after the other, the next one only while little
/// waits for the socket.
final class Resumes {
  private record Job(@Nullable String ref, List<ClientCommand.Held> conversations) {}

  private final Session session;
  private @Nullable Queue<Job> jobs;
  private int done;
  private boolean isAsking;

  Resumes(Session session) {
    this.session = session;
  }

  void add(@Nullable String ref, ClientCommand.Resume resume) {
    Queue<Job> queue = jobs;
    if (queue == null) {
      queue = new ArrayDeque<>(2);
      jobs = queue;
    }
    session.asked();
    queue.add(new Job(ref, resume.conversations()));
    goOn();
  }

  void clear() {
    jobs = null;
    done = 0;
  }

  /// Asks for the next page, where there is one to ask for and room for it.
  void goOn() {
    Queue<Job> queue = jobs;
    Job job = queue == null ? null : queue.peek();
    if (job == null || isAsking || !session.isOpen()) {
      return;
    }
    if (!session.receiver().isLow()) {
      session.receiver().tellDrained();
      return;
    }
    ClientCommand.Held held = job.conversations().get(done);
    GatewayLoop loop = session.loop();
    isAsking = true;
    loop.desk()
        .ask(
            session,
            new Command.Resume(
                loop.links().nextRequest(),
                session.userID(),
                held.conversationID(),
                Authority.USER,
                held.seq(),
                held.epoch(),
                Limits.MAX_CHANGES),
            answer -> answered(job, answer));
  }

  private void answered(Job job, Packet answer) {
    isAsking = false;
    Queue<Job> queue = jobs;
    if (queue == null) {
      return;
    }
    Receiver receiver = session.receiver();
    ServerFrames frames = session.loop().turn().frames();
    if (answer instanceof Answer.Changes page) {
      receiver.page(frames.changes(job.ref(), page));
    } else if (answer instanceof Answer.Reset reset) {
      receiver.answer(frames.reset(job.ref(), reset));
    } else {
      session.loop().desk().refuse(session, job.ref(), answer);
      finish(queue);
      return;
    }
    done++;
    if (done == job.conversations().size()) {
      receiver.answer(frames.resumed(job.ref()));
      finish(queue);
    } else {
      goOn();
    }
  }

  private void finish(Queue<Job> queue) {
    queue.remove();
    done = 0;
    if (queue.isEmpty()) {
      jobs = null;
    }
    session.answered();
    goOn();
  }
}
