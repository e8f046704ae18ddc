// Plays scripts against a client. A player is what the client is connected to: in memory with a
// clock of its own (test/unit), or over HTTP and WebSocket on loopback (wire.js).

/**
 * @typedef {object} Request a request of the client that waits for its answer
 * @property {string} method
 * @property {string} path with the query, below `/api/v1.0`
 * @property {any} [body]
 * @property {(answer: { status?: number, body?: any, headers?: { [name: string]: string } }) => void} answer
 *
 * @typedef {object} Player
 * @property {(command: any) => Promise<void>} perform has the client do something
 * @property {Request[]} requests not matched yet
 * @property {any[]} frames of the client, not matched yet
 * @property {string[]} upgrades tickets of upgrades, not matched yet
 * @property {(frame: any) => void} send
 * @property {(code: number, reason: string) => void} close
 * @property {() => void} cut without a close frame
 * @property {(ms: number) => Promise<void>} advance lets time pass
 * @property {(isLook?: boolean) => Promise<boolean>} wait waits a little for something to happen; false if it waited
 *   long enough, which is less if only a look is wanted
 * @property {() => Promise<any>} report `{ state, conversations, rooms }` as the client shows them
 * @property {() => Promise<void>} end
 *
 * @typedef {{ name: string, about: string, steps: any[] }} Script
 */

/**
 * Whether everything that is expected is there. Lists must have the same length.
 *
 * @param {any} actual
 * @param {any} expected `"*"` stands for anything
 * @returns {boolean}
 */
export function matches(actual, expected) {
  if (expected === '*') return actual !== undefined;
  if (expected === null || typeof expected !== 'object') return actual === expected;
  if (actual === null || typeof actual !== 'object') return false;
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && actual.length === expected.length && expected.every((it, at) => matches(actual[at], it));
  }
  return Object.entries(expected).every(([key, value]) => matches(actual[key], value));
}

/** Ids of commands may be texts or numbers. @param {any} frame @returns {any} */
function withTextIds(frame) {
  if (Array.isArray(frame)) return frame.map(withTextIds);
  if (frame === null || typeof frame !== 'object') return frame;
  return Object.fromEntries(
    Object.entries(frame).map(([key, value]) => [key, /ID$/.test(key) && typeof value === 'number' ? String(value) : withTextIds(value)]),
  );
}

/** Requests that every script answers alike unless it expects them. @param {Request} request @param {any} user */
function usual({ method, path }, user) {
  if (method !== 'GET') return null;
  if (path === '/users/me') return { body: user };
  if (path.startsWith('/users?ids=')) return { body: { value: [] } };
  return null;
}

/**
 * @param {Script} script
 * @param {Player} player
 */
export async function play({ steps }, player) {
  /** What steps named with `as`, for `$name` in later steps. @type {{ [name: string]: any }} */
  const names = {};
  const me = { id: '1', displayName: 'Ada', email: 'ada@example.org', displayImage: null };

  /** @param {any} value @returns {any} */
  const filled = (value) => {
    if (typeof value === 'string' && value.startsWith('$')) return names[value.slice(1)];
    if (Array.isArray(value)) return value.map(filled);
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, filled(it)]));
    }
    return value;
  };

  /** Answers pings, and what the script does not care for. @param {any} step */
  const tidy = (step) => {
    for (let at = player.frames.length - 1; at >= 0; at--) {
      if (player.frames[at].type === 'ping' && step.expect?.type !== 'ping' && step.none?.type !== 'ping' && !step.silent) {
        const [{ ref }] = player.frames.splice(at, 1);
        player.send({ type: 'pong', ...(ref && { ref }), serverTime: '2026-11-24T08:00:00.000Z' });
      }
    }
    for (let at = player.requests.length - 1; at >= 0; at--) {
      const request = /** @type {Request} */ (player.requests[at]);
      const answer = usual(request, me);
      if (!answer || step.request === `${request.method} ${request.path}`) continue;
      player.requests.splice(at, 1);
      request.answer(answer);
    }
  };

  /**
   * @template T
   * @param {any} step
   * @param {() => Promise<T | undefined> | T | undefined} find
   * @param {() => Promise<any> | any} there
   * @returns {Promise<T>}
   */
  const until = async (step, find, there) => {
    for (;;) {
      tidy(step);
      const found = await find();
      if (found !== undefined) return found;
      if (!(await player.wait())) {
        throw new Error(`step ${steps.indexOf(step) + 1} ${JSON.stringify(step)} did not happen; there was ${JSON.stringify(await there())}`);
      }
    }
  };

  for (const step of steps) {
    if (step.do) {
      await player.perform(filled(step.do));
    } else if (step.request) {
      const [method, path] = step.request.split(' ');
      const request = await until(
        step,
        () => {
          const at = player.requests.findIndex(
            (it) =>
              it.method === method &&
              (it.path === path || it.path.startsWith(path + '?')) &&
              Object.entries(step.query ?? {}).every(([key, value]) => new URLSearchParams(it.path.split('?')[1]).get(key) === value) &&
              matches(withTextIds(it.body ?? {}), step.body ?? {}),
          );
          return at < 0 ? undefined : player.requests.splice(at, 1)[0];
        },
        () => player.requests.map((it) => `${it.method} ${it.path}`),
      );
      if (step.hold) names[step.hold] = request;
      else request.answer(filled(step.answer));
    } else if (step.answerHeld) {
      names[step.answerHeld].answer(filled(step.answer));
    } else if (step.upgrade) {
      await until(
        step,
        () => {
          const at = player.upgrades.indexOf(step.upgrade);
          return at < 0 ? undefined : player.upgrades.splice(at, 1)[0];
        },
        () => player.upgrades,
      );
    } else if (step.send) {
      player.send(filled(step.send));
    } else if (step.expect) {
      const expected = filled(step.expect);
      const frame = await until(
        step,
        () => {
          const at = player.frames.findIndex((it) => matches(withTextIds(it), withTextIds(expected)));
          return at < 0 ? undefined : player.frames.splice(at, 1)[0];
        },
        () => player.frames,
      );
      names.ref = frame.ref;
      if (step.as) names[step.as] = frame.payload?.clientMessageID ?? frame.payload?.commandID;
    } else if (step.none) {
      // Whatever it is on the way has been answered once this step is reached, hence a short look.
      while (await player.wait(true)) tidy(step);
      if (step.none.request) {
        const [method, path] = step.none.request.split(' ');
        const found = player.requests.find((it) => it.method === method && it.path.split('?')[0] === path);
        if (found) throw new Error(`step ${steps.indexOf(step) + 1}: there was ${found.method} ${found.path}`);
      } else {
        const found = player.frames.find((it) => matches(withTextIds(it), step.none));
        if (found) throw new Error(`step ${steps.indexOf(step) + 1}: there was ${JSON.stringify(found)}`);
      }
    } else if (step.close) {
      player.close(step.close.code, step.close.reason ?? '');
    } else if (step.cut) {
      player.cut();
    } else if (step.advance) {
      for (let left = step.advance; left > 0; left -= 5000) {
        tidy(step);
        await player.advance(Math.min(left, 5000));
      }
    } else if (step.shows) {
      await until(
        step,
        async () => (matches(await player.report(), filled(step.shows)) ? true : undefined),
        async () => player.report(),
      );
    } else {
      throw new Error(`unknown step ${JSON.stringify(step)}`);
    }
  }
}
