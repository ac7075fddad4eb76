/** Words of the Play page. */
interface Short {
  purse: number
  points: number
}
interface SideWords {
  purse_label: string
  points_label: string
}
interface Seen {
  season: string
  headline: string
  over: boolean
  ended_words: string
  crises: { words: string }[]
  report: { words: string }[]
}

const number = (n: number) => ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'][n] ?? String(n)
const quarters = (n: number) => `${number(n)} ${n === 1 ? 'quarter' : 'quarters'}`

export const play = {
  title: 'Play',
  lead: (start: string) => `Take one side of the article from ${start}, quarter by quarter, and see only what that side could see.`,
  quarters,

  start: {
    goOn: 'A game in progress',
    goOnWords: (side: string, quarter: number, of: number) => `${side}, ${quarter === 0 ? 'not yet begun' : `after ${quarter} of ${of} quarters`}.`,
    resume: 'Go on with it',
    forget: 'Forget it',
    newGame: 'A new game',
    side: 'Whom do you play?',
    sees: 'What you see',
    unseenTitle: 'What you do not see',
    length: 'How long?',
    opponent: 'Against whom?',
    luck: 'Luck',
    seed: 'Seed',
    seedHint: 'A number makes the same luck again, so that two people can play the same world. Left empty, chance chooses.',
    world: 'World',
    worldHint: '0 to 999: which of the worlds of this seed.',
    surprise: 'Surprise me',
    begin: (start: string) => `Begin in ${start}`,
    fairTitle: 'Is the other side fair?',
    decisions: { line: 'The public line', pressure: 'How much pressure', orders: 'Where it presses', effort: 'Effort in a place', arms: 'Arms', organs: 'The organs', renewal: 'Congresses', crisis: 'In a crisis', policy: 'Force, and where' } as Record<string, string>,
    fairAll: 'Your advisers know what you know and no more: their worlds are other worlds of the same seed, laid over what you see.',
    fairPassages: 'The passages that it is built on',
    link: 'Open a game from a link',
    linkLabel: 'Link of a game',
    linkOpen: 'Open',
    linkBad: 'No game stands in this text. A link of a game has “#/play?g=” in it.',
  },

  desk: {
    quarter: (n: number, of: number) => `Quarter ${Math.min(n + 1, of)} of ${of}`,
    over: (of: number) => `After ${of} quarters`,
    run: (side: string, world: number) => `a game of ${side}, world ${world}`,
    luck: (seed: number, world: number) => `seed ${seed}, world ${world}`,
    against: (title: string) => `against: ${title}`,
    sections: 'On this desk',
    undo: 'Undo',
    undoWords: 'Take back the last quarter',
    redo: 'Redo',
    redoWords: 'Play again what was taken back',
    share: 'Share',
    replay: 'Replay',
    leave: 'Leave',
    leaveWords: 'Leave this game and begin another',
    end: 'End quarter',
    hold: 'Hold course until something happens',
    holdShort: 'Hold course',
    holdWords: 'End quarter after quarter with everything as it is set now, your stands included while their crises go on; stops as soon as something happens',
    advisers: 'Ask the advisers',
    changed: (n: number) => (n === 0 ? 'As before' : n === 1 ? '1 change' : `${n} changes`),
    reset: 'As before',
    resetWords: 'Put everything back as it stood',
    toDebrief: 'To the debrief',
    debriefSoFar: 'Debrief so far',
    foreign: 'It came by a link: play on from here, or see how it went with Replay.',
    readonly: 'You are looking at a quarter that has been played.',
  },

  busy: {
    begin: 'The world is being set up',
    turn: 'Three months pass',
    hold: 'Quarters pass until something happens',
    look: 'The quarter is being looked up',
    advice: 'The advisers look at worlds like ours',
    debrief: 'Your choices are being replayed in 1,000 worlds',
  },

  said: {
    begun: (side: string, season: string) => `The game has begun. You play ${side}. ${season}.`,
    quarter: (view: Seen, passed: number) =>
      [
        passed > 1 ? `${quarters(passed)} have passed.`.replace(/^./, (c) => c.toUpperCase()) : '',
        `${view.season}.`,
        ...view.report.slice(0, 4).map((one) => one.words),
        view.over ? view.ended_words : '',
      ]
        .filter(Boolean)
        .join(' '),
    back: (season: string) => `Taken back. It is ${season} again.`,
    replay: (view: Seen) => `${view.season}: ${view.headline}.`,
    tried: (label: string) => `${label}: now in your controls. Nothing is sent before you end the quarter.`,
    debrief: (ending: string) => `The debrief is ready. Ending: ${ending}.`,
    copied: 'The link is copied.',
    points: (place: string, n: number, left: number, label: string) => `${place}: ${n} ${n === 1 ? 'point' : 'points'}. ${left} of ${label.toLowerCase()} left.`,
  },

  short: (side: SideWords, lacks: Short) =>
    [
      lacks.purse ? `${side.purse_label}: ${lacks.purse} too many. Take a step back somewhere.` : '',
      lacks.points ? `${side.points_label}: ${lacks.points} too many. Take points away somewhere.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  notAffordable: (what: string, side: SideWords, lacks: Short) =>
    `${what} cannot be afforded: it needs ${[
      lacks.purse ? `${lacks.purse} more of ${side.purse_label.toLowerCase()}` : '',
      lacks.points ? `${lacks.points} more of ${side.points_label.toLowerCase()}` : '',
    ]
      .filter(Boolean)
      .join(' and ')}. Take something back elsewhere first.`,

  board: {
    title: 'The basin of power',
    views: { tiles: 'Board', map: 'Map', list: 'List' },
    help: 'Arrow keys move between theatres, plus and minus place points, a digit sets them, Enter opens a theatre.',
    label: 'Theatres as tiles',
    pressure: { open: 'pressure seen', closed: 'your pressure' },
    force: { open: 'your force', closed: 'force' },
    openness: 'shut by force',
    influence: 'Communist strength',
    orbit: 'in the orbit',
    crisis: 'crisis',
    points: (n: number) => `${n} ${n === 1 ? 'point' : 'points'}`,
    key: {
      influence: 'Communist strength there',
      pressure: { open: 'pressure seen, with its error', closed: 'your pressure' },
      force: { open: 'your force', closed: '' },
      openness: 'shut by force, as judged at the last review',
      points: { open: 'attention placed', closed: 'aims placed' },
      crisis: 'crisis, level 1 to 4',
      prize: 'worth',
    },
    now: 'Where it matters now',
    others: 'The others, by region',
    hint: 'Click a tile, or use the arrow keys; plus and minus place points.',
    none: 'Choose a theatre on the board to place points there and to see what is known of it.',
    theatre: 'Theatre',
    choose: 'Choose a theatre',
    plus: (verb: string, name: string) => `One point more: ${verb} ${name}`,
    minus: (name: string) => `One point less for ${name}`,
    placed: (verb: string) => `Points to ${verb} it`,
    prize: 'worth',
    between: (low: string, high: string) => `${low}–${high}, nine times in ten`,
    exact: 'exact',
    noneSeen: 'none seen',
    tenths: 'of 100, in tenths',
    unit: 'of 100',
    asJudged: 'as judged at the last review',
    unitPressure: (start: string) => `Pressure and force in hundredths of all pressure in ${start}.`,
  },

  crises: {
    title: 'Crises',
    none: 'No crisis is under way.',
    stance: (place: string) => `What do you do over ${place}?`,
    level: (n: number) => `level ${n} of 4`,
    war: 'War is possible from level 3.',
    cost: (n: number, label: string) => (n === 0 ? 'free' : `${n} of ${label.toLowerCase()}`),
    keeps: 'A stand holds from quarter to quarter while its crisis goes on, also while you hold course, until you take another. When the crisis ends, so does the stand.',
    voice: 'What is said in one crisis is heard in all: the tone and the ways out of your orders hold here too.',
    see: 'See on the board',
  },

  orders: {
    title: 'Orders',
    more: 'More orders',
    free: (n: number, of: number) => `${n} of ${of} free`,
    used: (label: string, used: number, of: number) => `${label}: ${used} of ${of} used`,
    cost: (n: number) => (n > 0 ? `costs ${n}` : n < 0 ? `brings ${-n}` : ''),
    takes: (n: number, label: string) => (n ? `takes ${n} of ${label.toLowerCase()}` : ''),
    was: (label: string) => `was: ${label}`,
    value: (value: string, unit: string) => `${value} ${unit}`.trim(),
    less: (label: string) => `${label}: one step less`,
    moreOf: (label: string) => `${label}: one step more`,
    note: 'What is this?',
    assumption: 'Step and cost are rules of the game (an assumption):',
  },

  seen: {
    title: 'What you see',
    same: 'unchanged',
    since: (value: string) => `since last quarter ${value}`,
    band: (low: string, high: string) => `${low} to ${high}`,
    course: (label: string, start: string, from: string, to: string, quarters: number) =>
      from === to ? `${label}: near ${to} from ${start} to now, over ${quarters} quarters.` : `${label}: from ${from} in ${start} to ${to} now, over ${quarters} quarters.`,
    better: { high: 'higher is better for you', low: 'lower is better for you', '': '' } as Record<string, string>,
    explain: (label: string) => `${label}: where this number comes from`,
    more: 'More numbers',
    sentenceTable: 'All numbers, quarter by quarter',
    whenColumn: 'Quarter',
  },

  cables: {
    title: 'Cables',
    past: 'Earlier cables',
    meanwhile: 'While you held course',
    passages: 'In the article:',
  },

  advisers: {
    title: 'Advisers',
    about: 'Each rests on 24 worlds: other worlds of the same seed in which what he believes is true, laid over what you can see. They do not know more than you do.',
    looking: 'is looking at worlds like ours',
    does: 'He would',
    expects: 'What he expects',
    why: 'Why',
    dots: (better: number, worse: number, same: number, of: number) => `better in ${better}, worse in ${worse}, the same in ${same} of ${of}`,
    against: 'Each move against leaving everything as before, in the worlds of each adviser. A star marks the move that he would make.',
    side: 'Side by side',
    counts: (better: number, worse: number) => `${better} better, ${worse} worse`,
    his: 'the move that he would make',
    agree: 'All three would do the same.',
    try: 'Put it into the controls',
    tryLabel: (label: string) => `Put it into the controls: ${label}`,
    in: 'In the controls',
    again: 'Ask again',
    stop: 'Stop',
    figures: 'His figures',
    before: 'as before',
  },

  course: {
    title: 'The course so far',
    strip: 'Quarters played',
    go: (season: string, words: string) => `${season}${words ? `: ${words}` : ''}`,
    look: 'Look at it',
    back: 'Take the game back to here',
    now: 'now',
  },

  replay: {
    title: 'Replay',
    first: 'First quarter',
    previous: 'Quarter before',
    next: 'Next quarter',
    last: 'Last quarter',
    at: (n: number, of: number) => `Quarter ${Math.min(n + 1, of)} of ${of} played`,
    end: 'as it stands now',
    slider: 'Quarter that is shown',
    takeOver: 'Play on from here',
    close: 'Close the replay',
  },

  share: {
    title: 'Share this game',
    words: 'The link is the whole game: side, luck and every choice. Whoever opens it gets the same world, on any machine with this version.',
    game: 'The game as it stands',
    replay: 'Step by step from the first quarter',
    copy: 'Copy',
    copied: 'Copied',
    fails: 'Copying is not allowed here; select the text and copy it by hand.',
    plan: 'Plan file',
    planWords: 'The same choices as a plan that kennan run takes, with as many worlds as you like.',
    policy: 'Policy file (TOML)',
  },

  link: {
    quarter: (last: number) => `The address names a quarter that this game has not: it goes from 0 to ${last}. The nearest is shown.`,
    unreadable: 'This link cannot be read as a game. It may have been cut off; ask for it again, or begin a new game.',
    version: (version: string) => `This link is of version ${version} of the game, and this desk plays version 2. Open it with the desk that made it.`,
    damaged: 'This link is damaged: it names a game, but not one that can be played. Ask for it again, or begin a new game.',
  },

  debrief: {
    title: 'Debrief',
    soFar: 'So far, and if it went on so',
    back: 'Back to the desk',
    again: 'Play the same luck again',
    fresh: 'Another game',
    print: 'Print',
    explore: 'Open in Explore',
    ending: 'How it ended',
    luckTitle: 'Luck and choice',
    luckLead: (n: string) => `Your choices, replayed in ${n} worlds of the same seed. Where your own world lies among them is luck; where all of them lie is choice. Triangle: your world. Line: the middle one. Dark: half of them. Pale: nine in ten.`,
    yours: 'your world',
    nine: 'nine worlds in ten',
    median: 'the middle world',
    among: (label: string, yours: string, q05: string, q50: string, q95: string) =>
      `${label}: ${yours} in your world; nine worlds in ten lie between ${q05} and ${q95}, the middle one at ${q50}.`,
    policiesTitle: 'The same luck under other policies',
    policiesLead: 'Each row: the same 1,000 worlds under one policy, and how your own world would have ended under it.',
    sameLuck: 'What “the same luck” means',
    endings: 'What an ending is',
    howEnd: 'How 1,000 worlds end under each, and what was measured in them',
    policy: 'Policy',
    inYourWorld: 'in your world',
    inHundred: 'worlds in 100',
    longTitle: 'Your world, opened',
    longLead: (year: number) => `Your own world to ${year}, with your last settings kept. The band is nine in ten of 1,000 worlds under the same choices. What was hidden from you is marked.`,
    hidden: 'hidden from you',
    seenBy: 'seen by you',
    whatYouSaw: 'what you saw',
    courseSentence: (label: string, first: number, from: string, to: string, year: number, low: string, high: string) =>
      `${label}: in your world ${from === to ? `near ${to} from ${first} to ${year}` : `from ${from} in ${first} to ${to} in ${year}`}, where nine worlds in ten lie between ${low} and ${high}.`,
    reading: (year: number, value: string, low: string, mid: string, high: string, saw: string) =>
      `${year}: ${value} in your world; under the same choices ${mid} (${low} to ${high})${saw ? `; you saw ${saw}` : ''}`,
    more: 'More courses',
    key: 'Solid: your world. Dashed: what you saw. Dotted: the middle world. Shaded ground: the years that you decided.',
    measure: 'Measure',
    tryAgain: 'Try again',
    articleTitle: 'What the article would say',
    articleLead: 'Each rule of conduct that the article gives, measured on what you did. The measure is the model’s; the rule is the article’s.',
    verdicts: { kept: 'kept', strained: 'strained', broken: 'broken', 'not asked': 'not put to the test' } as Record<string, string>,
    measured: 'measured',
    threshold: 'the line',
    turningTitle: 'Turning points',
    turningLead: 'The quarters where another choice would have changed most, tried in worlds with the same luck.',
    you: 'You',
    instead: 'Instead',
    lookAt: 'Look at this quarter',
    noTurning: 'No single quarter stands out: no other choice tried would have changed much.',
    revealed: 'What was hidden',
    revealedLead: 'As it stood at the end of the game.',
    take: 'Take it with you',
    of: 'of 100',
  },

  tour: [
    { title: 'One side, one quarter at a time', words: 'The head says which quarter it is and what the newest cable brought. You see only what your side could see.', target: '#play-head' },
    { title: 'Place your points', words: 'Choose a theatre on the board and place points with plus and minus, or with the keys of the same name. At first little is seen: begin where much is at stake, as each theatre says, or ask the advisers.', target: '#play-board' },
    { title: 'Give orders', words: 'Orders draw on one purse: more of one thing is less of another. In a crisis, say whether to stand or to yield: an order is obeyed, and without one those on the spot decide.', target: '#play-orders' },
    { title: 'Ask, then end the quarter', words: 'Three advisers who disagree look at worlds like yours. Enter ends the quarter; undo takes it back.', target: '#play-acts' },
  ],
  keys: {
    enter: 'end the quarter (when no control has the focus)',
    end: 'end the quarter, from anywhere',
    hold: 'hold course until something happens',
    advisers: 'ask the advisers',
    undo: 'take back the last quarter',
    redo: 'play it again',
    points: 'on the board or the map: one point more or less in this theatre; a digit sets them',
    jump: 'go to the crises, the board, the orders, the advisers',
    replay: 'in a replay: the quarter before or after',
  },
}
