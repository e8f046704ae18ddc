import js from '@eslint/js';

export default [
  { ignores: ['node_modules/', 'target/'] },
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: 'module',
      globals: Object.fromEntries(
        [
          'AbortController', 'CustomEvent', 'FormData', 'HTMLElement', 'Notification', 'ResizeObserver', 'customElements', 'localStorage', 'location', 'matchMedia', 'innerHeight', 'innerWidth', 'requestAnimationFrame', 'getComputedStyle', 'BroadcastChannel', 'Buffer', 'IDBKeyRange', 'indexedDB', 'Response', 'URL', 'WebSocket', 'clearTimeout',
          'console', 'crypto', 'document', 'fetch', 'navigator', 'process', 'queueMicrotask', 'reportError', 'setTimeout',
          'structuredClone', 'setInterval', 'clearInterval', 'setImmediate', 'window', 'URLSearchParams', 'performance',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'max-lines': ['error', 400],
      'prefer-const': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
];
