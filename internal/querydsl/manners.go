package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// manners is how one of the server's parsers refuses. Parsers that are declared
// (ObjectParser) all do it alike; those written by hand fall into few groups.
type manners struct {
	declared bool
	// says are the tokens at which an unknown key is refused by unknownText.
	says tokens
	// unknownText has the parser's name and the key.
	unknownText string
	// elseText has the parser's name, the token and the key, for other tokens;
	// "" where the server passes over them without a word.
	elseText string
	// listText is unknownText where the value is a list and the words differ.
	listText string
	// every says that each known option is read from whatever token comes.
	every bool
	// scalarsFrom are the tokens that options are read from which are scalars;
	// none: scalars.
	scalarsFrom tokens
	// ofAggregation says that refusals name the aggregation, not the parser.
	ofAggregation bool
}

type unknownKey struct {
	key   string
	value any
}

const (
	notSupported = "[%s] query does not support [%s]"
	unknownToken = "[%s] unknown token [%s] after [%s]"
)

var (
	// declared is the server's ObjectParser.
	declared = manners{declared: true}
	// scalarsOnly takes scalars and names every other token.
	scalarsOnly = manners{says: tValue, unknownText: notSupported, elseText: unknownToken}
	// anyToken reads its options whatever the token is.
	anyToken = manners{says: tAny, unknownText: notSupported, every: true}
	// objectsAndScalars has sections for objects and scalars, and passes over the
	// brackets of lists.
	objectsAndScalars = manners{says: tValue | tObject, unknownText: notSupported}
	// sections has sections for objects, lists and scalars.
	sections = manners{says: tValue | tObject | tArray, unknownText: notSupported}
)

func (m manners) saying(t tokens) manners { m.says = t; return m }

func (m manners) words(text string) manners { m.unknownText = text; return m }

func (m manners) otherwise(text string) manners { m.elseText = text; return m }

// readingFrom has the last section of the parser for all tokens but some.
func (m manners) readingFrom(t tokens) manners {
	m.says, m.scalarsFrom = tAny, t
	return m
}

func (m manners) takes(f *field) tokens {
	switch {
	case m.scalarsFrom != 0 && f.kind.takes&(tObject|tArray) == 0:
		return m.scalarsFrom
	case m.declared:
		return f.kind.takes
	case m.every:
		return tAny
	case f.kind.takes&(tObject|tArray) == 0:
		return tValue
	default:
		return f.kind.takes
	}
}

func (m manners) unknown(c *context, s *shape, read values, u unknownKey) *Error {
	name := s.name
	if m.ofAggregation {
		name = c.aggregation
	}
	switch {
	case m.declared:
		nearest, words := didYouMean(u.key, s.names(c.dialect))
		err := xContent("[%s] unknown field [%s]%s", s.name, u.key, words)
		err.Suggestion = nearest
		return err
	case m.listText != "" && tokenOf(u.value) == tArray:
		return parsing(m.listText, name, u.key)
	case tokenOf(u.value)&m.says != 0:
		return parsing(m.unknownText, name, u.key)
	case m.elseText != "":
		return parsing(m.elseText, name, tokenName(u.value), u.key)
	default:
		return s.passOver(c, read, u)
	}
}

func (m manners) wrongToken(c *context, s *shape, read values, u unknownKey) *Error {
	if m.declared {
		return xContent("[%s] %s doesn't support values of type: %s", s.name, u.key, tokenName(u.value))
	}
	return m.unknown(c, s, read, u)
}

// passOver does what a parser does that has no word for a token: the brackets
// of a list are as if they were not there, an object's end ends its own.
func (s *shape) passOver(c *context, read values, u unknownKey) *Error {
	switch v := u.value.(type) {
	case []any:
		for i, item := range v {
			if err := s.take(c, read, u.key, item); err != nil {
				return underIndex(err, i)
			}
		}
	case *orderedjson.Object:
		return parsing("[%s] malformed query, expected [END_OBJECT] but found [FIELD_NAME]", s.name)
	}
	return nil
}

// withoutBrackets lists members as a parser sees them that has no word for the
// brackets of lists: each entry as a value of its own.
func withoutBrackets(members []orderedjson.Member) []orderedjson.Member {
	var flat []orderedjson.Member
	for _, m := range members {
		list, isList := m.Value.([]any)
		if !isList {
			flat = append(flat, m)
			continue
		}
		for _, item := range list {
			flat = append(flat, withoutBrackets([]orderedjson.Member{{Key: m.Key, Value: item}})...)
		}
	}
	return flat
}

func (m manners) failed(s *shape, key string, err *Error) *Error {
	if !m.declared {
		return err
	}
	return wrap(KindXContentParse, "["+s.name+"] failed to parse field ["+key+"]", err)
}

func (s *shape) names(d Dialect) []string {
	var names []string
	for _, f := range s.fields {
		if !f.since.holds(d) {
			continue
		}
		names = append(append(names, f.name), f.also...)
	}
	return names
}

func javaList(items []string) string { return "[" + strings.Join(items, ", ") + "]" }
