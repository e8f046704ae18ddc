import js from '@eslint/js';

export default [
  { ignores: ['types/', 'node_modules/', 'examples/*.ts'] },
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: 'module',
      globals: Object.fromEntries(
        [
          'AbortController', 'AbortSignal', 'BroadcastChannel', 'Buffer', 'IDBKeyRange', 'Response', 'URL', 'WebSocket', 'clearTimeout',
          'console', 'crypto', 'document', 'fetch', 'navigator', 'process', 'queueMicrotask', 'reportError', 'setTimeout',
          'structuredClone', 'setInterval', 'clearInterval', 'setImmediate', 'window', 'URLSearchParams', 'performance',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      'no-unused-private-class-members': 'error',
      eqeqeq: 'error',
      'no-var': 'error',
      'max-lines': ['error', 400],
      'prefer-const': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
];
