/**
 * @typedef {import('./types.js').Entry} Entry
 */

/**
 * Keeps unsent commands in the browser's IndexedDB.
 *
 * @param {string} [name] of the database
 * @returns {import('./types.js').Storage}
 */
export function indexedDB(name = 'realtime-gateway') {
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;
  /** @returns {Promise<IDBDatabase>} */
  const database = () =>
    (opened ??= new Promise((resolve, reject) => {
      const request = globalThis.indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: ['key', 'name'] });
      request.onerror = () => {
        opened = null;
        reject(request.error);
      };
      request.onsuccess = () => {
        // Otherwise another version of the page could not open it.
        request.result.onversionchange = () => {
          request.result.close();
          opened = null;
        };
        resolve(request.result);
      };
    }));
  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} run
   * @returns {Promise<T>}
   */
  const transact = async (mode, run) => {
    const transaction = (await database()).transaction('outbox', mode);
    const request = run(transaction.objectStore('outbox'));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  return {
    async load(key) {
      const rows = await transact('readonly', (store) => store.getAll(IDBKeyRange.bound([key], [key, []])));
      return rows.map((row) => row.entry).sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
    },
    async save(key, entry) {
      await transact('readwrite', (store) => store.put({ key, name: entry.name, entry }));
    },
    async remove(key, entryName) {
      await transact('readwrite', (store) => store.delete([key, entryName]));
    },
  };
}
