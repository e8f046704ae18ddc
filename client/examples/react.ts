// A hook for React: everything that a conversation shows, and what can be done in it.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Chat, ListedConversation, Snapshot, State } from '@realtime-gateway/client';

export function useRoom(chat: Chat, conversationId: string): Snapshot {
  const room = chat.conversation(conversationId);
  const subscribe = useCallback((changed: () => void) => room.subscribe(changed), [room]);
  return useSyncExternalStore(subscribe, () => room.snapshot);
}

export function useConversations(chat: Chat): readonly ListedConversation[] {
  return useSyncExternalStore(chat.conversations.subscribe, () => chat.conversations.snapshot);
}

export function useConnection(chat: Chat): State {
  const subscribe = useCallback((changed: () => void) => chat.on('state', changed), [chat]);
  return useSyncExternalStore(subscribe, () => chat.state);
}

/** Marks as read what is shown while the page has the focus. */
export function useReadMarker(chat: Chat, conversationId: string): void {
  const { seq } = useRoom(chat, conversationId);
  const marked = useRef(0);
  useEffect(() => {
    if (!document.hasFocus() || seq <= marked.current) return;
    marked.current = seq;
    chat.conversation(conversationId).markRead(seq);
  }, [chat, conversationId, seq]);
}
