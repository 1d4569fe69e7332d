package insights

// Query is a query: commands, joined by bars.
type Query struct {
	Commands []Command
}

// Place is where a node stands: offsets of bytes in its source.
type Place struct{ From, To int }

// Command is one of Fields, Filter, Stats, Sort, Limit and Other.
type Command interface{ Where() Place }

// Fields is fields or display: what people see.
type Fields struct {
	Place
	Items []Item
}

// Item is an expression with the name that it is given, empty for none.
type Item struct {
	Value Expr
	Alias string
}

// Filter keeps events, or behind stats rows, for which a condition holds.
type Filter struct {
	Place
	Condition Expr
}

// Stats counts and measures events in groups.
type Stats struct {
	Place
	Figures []Item // each a Call
	By      []Item
}

// Sort is the order in which people see events.
type Sort struct {
	Place
	Keys []SortKey
}

// SortKey is a field to sort by.
type SortKey struct {
	Value      Expr
	Descending bool
}

// Limit is how many events people see.
type Limit struct {
	Place
	Count int
}

// Other is a command that is not converted.
type Other struct {
	Place        // its name
	Name  string // in small letters
}

// Where is the node's place.
func (p Place) Where() Place { return p }

// Expr is one of And, Or, Not, Compare, Like, In, Call, Field, Text, Number, Bool and
// Arithmetic.
type Expr interface{ Where() Place }

// And holds where all of its parts hold.
type And struct {
	Place
	Parts []Expr
}

// Or holds where one of its parts holds.
type Or struct {
	Place
	Parts []Expr
}

// Not holds where its part doesn't.
type Not struct {
	Place
	Part Expr
}

// Compare compares two values by = != < <= > or >=.
type Compare struct {
	Place
	Op          string
	Left, Right Expr
}

// Like looks for a text or a regular expression within a value.
type Like struct {
	Place
	Left    Expr
	Pattern string
	Regexp  bool
	At      Place // of the pattern
}

// In tells whether a value is one of a list.
type In struct {
	Place
	Left   Expr
	Values []Expr
}

// Call is a function with its arguments; a star is none of them.
type Call struct {
	Place
	Name string // in small letters
	Args []Expr
}

// Field is a field of events, or a name that was given.
type Field struct {
	Place
	Name   string
	Quoted bool // in backquotes, so a field for certain
}

// Text is a text in quotes.
type Text struct {
	Place
	Value string
}

// Number is a number as it stands.
type Number struct {
	Place
	Value string
}

// Span is a number with a unit, as in bin(5m).
type Span struct {
	Place
	Value string
}

// Bool is true or false.
type Bool struct {
	Place
	Value bool
}

// Bare is a value that has no quotes and can be no field.
type Bare struct {
	Place
	Value string
}

// Arithmetic is what would have to be reckoned.
type Arithmetic struct{ Place }
