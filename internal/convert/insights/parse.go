package insights

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
)

// deepest is how many parentheses may stand within one another.
const deepest = 200

// parser reads a query. It tells every problem, and goes on behind the next bar.
type parser struct {
	lexer  lexer
	token  token
	before int // where the last token ended
	source convert.Source
	result *convert.Result
	depth  int
	open   int  // parentheses that are open
	failed bool // within this command
}

// Parse reads a query. Problems go to the result; what could be read of the query comes
// back all the same.
func Parse(source convert.Source, result *convert.Result) *Query {
	p := &parser{lexer: lexer{src: string(source.Text)}, source: source, result: result}
	p.advance()
	q := &Query{}
	for p.token.is("|") {
		p.advance() // a query that was cut out of a longer one
	}
	if p.token.kind == end {
		result.Refuse(source.Whole(), "Empty query", "There is no command in it. A query begins with one, such as: filter eventName = \"ConsoleLogin\".")
		return q
	}
	for {
		p.failed, p.open, p.depth = false, 0, 0
		c := p.command()
		p.endCommand()
		if c != nil && !p.failed {
			q.Commands = append(q.Commands, c)
		}
		if p.token.kind == end {
			return q
		}
		p.advance()
	}
}

func (p *parser) advance() {
	p.before = p.token.to
	p.token = p.lexer.next()
}

// refuse tells a problem; of each command only the first, since what follows may come
// from it.
func (p *parser) refuse(at Place, summary, detail string) {
	if !p.failed {
		p.result.Refuse(p.source.Range(at.From, at.To), summary, detail)
	}
	p.failed = true
}

// endCommand goes to the next bar, or to the end.
func (p *parser) endCommand() {
	if p.token.kind != end && !p.token.is("|") {
		p.unexpected("The command should end here, with a bar before the next one.")
	}
	for p.token.kind != end && !p.token.is("|") {
		if p.token.is("/") {
			if e := p.lexer.expression(p.token); e.kind == broken {
				p.lexer.at = p.token.to // a division
			}
		}
		p.advance()
	}
}

// unexpected refuses the token that is there.
func (p *parser) unexpected(detail string) {
	t := p.token
	at := Place{t.from, t.to}
	switch {
	case t.kind == broken:
		p.refuse(at, "Text without an end", "What begins here is never closed: "+closing(t.value)+" is missing.")
	case t.kind == end:
		p.refuse(Place{p.before, p.before}, "Query ends too early", detail)
	case t.is("&&", "||", "!", "==", "<>", "!~"):
		p.refuse(at, "Unknown operator", "Insights has no "+t.value+": it is written "+map[string]string{"&&": "and", "||": "or", "!": "not", "==": "=", "<>": "!=", "!~": "not like"}[t.value]+".")
	case t.is(")") && p.open == 0:
		p.refuse(at, "Parenthesis without its partner", "No parenthesis is open that this one closes. Where the one that is missing belongs can't be told: it changes what the condition means. Take this one out, or put the other in.")
	default:
		p.refuse(at, "Unexpected "+strconv.Quote(p.lexer.src[t.from:t.to]), detail)
	}
}

func closing(text string) string {
	if text == "" {
		return "its end"
	}
	return text[:1]
}

// command reads a command without what ends it.
func (p *parser) command() Command {
	name := p.token
	if name.kind != word {
		p.unexpected("A command should stand here, such as filter.")
		return nil
	}
	p.advance()
	switch strings.ToLower(name.value) {
	case "fields", "display":
		return p.fields(name)
	case "filter":
		condition := p.or()
		p.strayParenthesis(condition)
		return &Filter{p.since(name.from), condition}
	case "stats":
		return p.stats(name)
	case "sort":
		return p.sort(name)
	case "limit", "head":
		return p.limit(name)
	}
	p.skip()
	return &Other{Place{name.from, name.to}, strings.ToLower(name.value)}
}

// skip goes to the end of a command that is not read.
func (p *parser) skip() {
	for p.token.kind != end && !p.token.is("|") {
		if p.token.is("/") {
			if e := p.lexer.expression(p.token); e.kind == broken {
				p.lexer.at = p.token.to
			}
		}
		p.advance()
	}
}

func (p *parser) since(from int) Place { return Place{from, max(from, p.before)} }

func (p *parser) fields(name token) Command {
	items := p.items()
	return &Fields{p.since(name.from), items}
}

func (p *parser) items() []Item {
	var items []Item
	for {
		items = append(items, p.item())
		if p.failed || !p.token.is(",") {
			return items
		}
		p.advance()
	}
}

func (p *parser) item() Item {
	item := Item{Value: p.or()}
	if p.token.is("as") {
		p.advance()
		if p.token.kind != word && p.token.kind != quoted {
			p.unexpected("A name should follow after as.")
			return item
		}
		item.Alias = p.token.value
		p.advance()
	}
	return item
}

func (p *parser) stats(name token) Command {
	s := &Stats{Figures: p.items()}
	if p.token.is("by") {
		p.advance()
		s.By = p.items()
	}
	s.Place = p.since(name.from)
	return s
}

func (p *parser) sort(name token) Command {
	s := &Sort{}
	for {
		key := SortKey{Value: p.operand()}
		if p.token.is("desc", "asc") {
			key.Descending = p.token.is("desc")
			p.advance()
		}
		s.Keys = append(s.Keys, key)
		if p.failed || !p.token.is(",") {
			s.Place = p.since(name.from)
			return s
		}
		p.advance()
	}
}

func (p *parser) limit(name token) Command {
	n, err := strconv.Atoi(p.token.value)
	if p.token.kind != number || err != nil || n < 1 {
		p.unexpected("A whole number should follow, of how many events are shown.")
		return nil
	}
	p.advance()
	return &Limit{p.since(name.from), n}
}
