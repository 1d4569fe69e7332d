package generate

// Reason says why something stands as a raw body; "" where it doesn't.
type Reason string

// The reasons, as they stand in comments.
const (
	OddType       Reason = "its type is none that blocks make"
	OddInput      Reason = "what it reads is nothing that blocks can say"
	OddSchedule   Reason = "its schedule is none that a block can say"
	OddName       Reason = "it has no name"
	OddTriggers   Reason = "its triggers are of another kind than its type"
	NoTrigger     Reason = "it has no trigger"
	OddCondition  Reason = "a condition has options, params or a form that no argument can say"
	OddMessage    Reason = "a message has options or params"
	OddThrottle   Reason = "a throttle is kept, and switched off"
	NoChannel     Reason = "an action sends to a channel that is not there"
	OddQuery      Reason = "a document query has an id, a name or query_field_names that a block can't say"
	OddDelegates  Reason = "its delegates are none that a block can say"
	OddText       Reason = "it holds a text that no literal can say"
	NotSame       Reason = "blocks would not mean the same"
	NoQuery       Reason = "the search has no query"
	SectionsOfOwn Reason = "the search has more than a query, aggregations and a size"
)
