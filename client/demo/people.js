// Who is there in the demonstration, and what they say.

/** @typedef {'ada' | 'ben' | 'cleo' | 'dara' | 'emi'} Person */

/** @type {Readonly<Record<Person, string>>} */
export const NAMES = {
  ada: 'Ada Lindqvist',
  ben: 'Ben Okafor',
  cleo: 'Cleo Martin',
  dara: 'Dara Nguyen',
  emi: 'Emi Sato',
};

/** @param {Person} person */
export const addressOf = (person) => `${person}@example.com`;

/**
 * The first of the members begins it; one without a name is a private chat.
 *
 * @type {readonly { name?: string, members: readonly [Person, ...Person[]], history: readonly (readonly [Person, string])[] }[]}
 */
export const CONVERSATIONS = [
  {
    members: ['emi', 'cleo'],
    history: [
      ['emi', 'Are you at the station yet?'],
      ['cleo', 'Ten minutes. The train took a nap.'],
      ['emi', 'I get us coffee then ☕'],
    ],
  },
  {
    members: ['ada', 'cleo'],
    history: [
      ['ada', 'Did you see the figures? I am still smiling.'],
      ['cleo', 'I did! Do we tell the others today?'],
      ['ada', 'At four, with cake.'],
    ],
  },
  {
    name: 'Lunch',
    members: ['dara', 'ben', 'cleo', 'emi'],
    history: [
      ['dara', 'Noodles at the corner, quarter past twelve?'],
      ['emi', 'Yes, please.'],
      ['ben', 'I come a little later, keep me a chair.'],
      ['cleo', 'And me. Dumplings!'],
    ],
  },
  {
    name: 'Launch week',
    members: ['ada', 'ben', 'cleo', 'dara'],
    history: [
      ['ada', 'Morning! The release candidate is up. Who takes the last round of tests?'],
      ['ben', 'I do. Phones first, then the old laptop.'],
      ['ben', 'The plan is at https://example.com/launch (page two).'],
      ['cleo', 'I watch the numbers. Last night: `p99 = 3.1 ms` with 10,000 people online.'],
      ['ada', 'That is better than I hoped.'],
      ['dara', 'The new pictures are in. I like the blue one.'],
      ['ada', 'Then we go at four. I bring cake.'],
    ],
  },
];

/** In which conversation the two talk. */
export const TALK = { name: 'Launch week', speakers: /** @type {const} */ (['ada', 'ben']) };

/** What they say in turn, over and over. */
export const LINES = [
  'First phone is done, nothing strange.',
  'Good. And the slow one?',
  'It is on it now. The list scrolls like butter.',
  'I cut its network for a minute, too. It came back by itself.',
  'With everything in order?',
  'Every message, once. I counted.',
  'I like this part of the week.',
  'The laptop next. It is older than some of us.',
  'Be kind to it.',
  'It has slept for an hour and woke up connected.',
  'Then there is not much left to test, is there?',
  'The cake.',
];
