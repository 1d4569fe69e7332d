package metricfilter

// Pattern is a filter pattern: *JSON, *Delimited or *Terms.
type Pattern interface{ isPattern() }

// JSON is a pattern in braces: a condition on an event that is a JSON object.
type JSON struct{ Condition Condition }

// Delimited is a pattern in brackets: names and conditions for the fields of a line
// that blanks divide. What stands in quotes or brackets is one field.
type Delimited struct{ Fields []Field }

// Terms is a pattern of words: a line has all that are Wanted, or any of Optional, and
// none that is Unwanted. Without any it is every line.
type Terms struct{ Wanted, Optional, Unwanted []Value }

func (*JSON) isPattern()      {}
func (*Delimited) isPattern() {}
func (*Terms) isPattern()     {}

// Field is a place in a line.
type Field struct {
	Name      string
	Ellipsis  bool      // any number of fields without a name
	Condition Condition // nil: whatever stands there
	At        int
}

// Condition is *All, *Any, *Comparison, *Is or *Missing.
type Condition interface{ isCondition() }

// All holds where each condition does (&&).
type All struct{ Of []Condition }

// Any holds where one condition does (||).
type Any struct{ Of []Condition }

// Comparison holds an event's value against another. An event that lacks the value, or
// has an object or a list there, doesn't match, not even by != (the page: the filter
// "won't match the log format").
type Comparison struct {
	Selector Selector
	Operator Operator
	Value    Value
}

// Is holds for null, true or false, as What says in capitals.
type Is struct {
	Selector Selector
	What     string
}

// Missing holds where an event has nothing there (NOT EXISTS); null is something.
type Missing struct{ Selector Selector }

func (*All) isCondition()        {}
func (*Any) isCondition()        {}
func (*Comparison) isCondition() {}
func (*Is) isCondition()         {}
func (*Missing) isCondition()    {}

// Operator is one of the six comparisons.
type Operator string

// The operators.
const (
	Equal          Operator = "="
	NotEqual       Operator = "!="
	Less           Operator = "<"
	LessOrEqual    Operator = "<="
	Greater        Operator = ">"
	GreaterOrEqual Operator = ">="
)

// Value is what something is compared with.
type Value struct {
	Text   string // without its quotes or percent signs
	Quoted bool
	Regex  bool
	At     int // of its first character in the pattern, in bytes
}

// Selector says where in an event a value stands.
type Selector struct {
	Steps []Step
	Text  string // as it is written
	At    int
}

// Step goes from a value into one of its parts.
type Step struct {
	Kind  StepKind
	Name  string // of a member
	Index int    // of an element
}

// StepKind tells members from elements.
type StepKind int

// The kinds of steps.
const (
	Member StepKind = iota
	Element
	AnyElement // [*]
	AnyMember  // .*
)

// Problem is something in a pattern that can't be read, or can't be said as a search.
type Problem struct {
	At      int // in the pattern, in bytes
	Summary string
	Detail  string // whole sentences, with the way out
}

// Error says it in one line.
func (p *Problem) Error() string { return p.Summary + ": " + p.Detail }
