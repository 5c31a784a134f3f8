/** Types of the graphlet oncall. Made by `npm run gen`; changes go into the SDL. */
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  AWSDate: { input: string; output: string; }
  AWSDateTime: { input: string; output: string; }
  AWSJSON: { input: string; output: string; }
  AWSURL: { input: string; output: string; }
};

/** Who answers when. */
export type Query = {
  /** One schedule; null where none has that name. */
  schedule?: Maybe<Schedule>;
  /** Every schedule, by name. */
  schedules?: Maybe<ScheduleConnection>;
};


/** Who answers when. */
export type QueryScheduleArgs = {
  name: Scalars['ID']['input'];
};


/** Who answers when. */
export type QuerySchedulesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Service = {
  name: Scalars['ID']['output'];
  owner: Scalars['String']['output'];
  /** Who answers for its owner now, role by role. */
  onCall?: Maybe<Array<Duty>>;
};

export type Incident = {
  id: Scalars['ID']['output'];
  owner: Scalars['String']['output'];
  /** Who answers for its owner now, role by role. */
  onCall?: Maybe<Array<Duty>>;
};

export type ScheduleConnection = {
  edges: Array<ScheduleEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Schedule>;
  pageInfo: PageInfo;
};

export type ScheduleEdge = {
  cursor: Scalars['String']['output'];
  node: Schedule;
};

export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  /** Opaque; `after` takes it. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** Layers of rotations that answer for a team. */
export type Schedule = {
  name: Scalars['ID']['output'];
  description: Scalars['String']['output'];
  timeZone: Scalars['String']['output'];
  /** Who is on call now, role by role. */
  onCall?: Maybe<Array<Duty>>;
  /** The final schedule of a period, every role without a hole; 62 days at most. */
  calendar?: Maybe<Array<CalendarRole>>;
};


/** Layers of rotations that answer for a team. */
export type ScheduleCalendarArgs = {
  from: Scalars['AWSDateTime']['input'];
  until: Scalars['AWSDateTime']['input'];
};

/** One role at one instant: people, or the reason why there is nobody. */
export type Duty = {
  schedule: Scalars['ID']['output'];
  /** primary, secondary, manager, executive. */
  role: Scalars['String']['output'];
  people: Array<Scalars['String']['output']>;
  /** Why nobody is on call; null where somebody is. */
  gapReason?: Maybe<Scalars['String']['output']>;
};

export type CalendarRole = {
  role: Scalars['String']['output'];
  /** What it is made of, bottom first. */
  layers: Array<Scalars['String']['output']>;
  spans: Array<CalendarSpan>;
};

export type CalendarSpan = {
  from: Scalars['AWSDateTime']['output'];
  until: Scalars['AWSDateTime']['output'];
  people: Array<Scalars['String']['output']>;
  /** layer, temporary or override; null in a gap. */
  source?: Maybe<Scalars['String']['output']>;
  gapReason?: Maybe<Scalars['String']['output']>;
};
