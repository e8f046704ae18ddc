// For Vue: a conversation as a reactive value.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import type { Chat, Snapshot, State } from '@realtime-gateway/client';

export function useRoom(chat: Chat, conversationId: string): Readonly<ShallowRef<Snapshot>> {
  const room = chat.conversation(conversationId);
  const shown = shallowRef(room.snapshot);
  onScopeDispose(room.subscribe((snapshot) => (shown.value = snapshot)));
  return shown;
}

export function useConnection(chat: Chat): Readonly<ShallowRef<State>> {
  const state = shallowRef(chat.state);
  onScopeDispose(chat.on('state', (now) => (state.value = now)));
  return state;
}
