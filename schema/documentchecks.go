package schema

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

var documentChecks = []Check{
	{"blind-document-query", "Document-level query that finds nothing", hcl.DiagWarning, "The server drops, without a word, a document-level query that names no field, is broken, or asks for .keyword: it finds nothing, ever."},
	{"document-indices", "Index of a document-level monitor", hcl.DiagError, "The server refuses patterns, and names with a dot, for document-level monitors."},
	{"document-query-name", "Invalid name of a document-level query", hcl.DiagError, "The server refuses names that begin with _, + or -, hold .. or one of ^*?<>|#, or are longer than 256 characters, and tags with blanks or brackets."},
	{"awkward-query-name", "Name that no condition can hold", hcl.DiagWarning, "Blanks are dropped from a condition, and brackets end a name there: it can't name such a query."},
	{"duplicate-query-name", "Duplicate name of a document-level query", hcl.DiagError, "Of two queries of one name a condition means the one that found something first; two of one id can't be told apart."},
	{"many-document-queries", "More queries than a run tells of", hcl.DiagWarning, "A run hears of ten queries at most that find something in an index; what others find is lost without a word."},
	{"broken-document-condition", "Condition that fails", hcl.DiagError, "The server takes any text as the condition of a document-level trigger; one that fails alerts nobody, and what it does not understand it passes over."},
	{"loose-document-condition", "Condition that is read otherwise", hcl.DiagWarning, "The condition of a document-level trigger has no precedence, and a missing bracket is read as if it were there."},
	{"unknown-document-query", "Unknown document-level query", hcl.DiagError, "A condition that names a query or a tag that there is not finds nothing, without a word."},
	{"constant-condition", "Condition that never holds", hcl.DiagWarning, "Whatever the queries find, this condition chooses no document."},
	{"misplaced-condition", "Condition of another type of monitor", hcl.DiagError, "Each type of monitor has a form of condition; that of another compiles to what always fails."},
	{"missing-results", "No results in messages", hcl.DiagError, "A document-level monitor has no ctx.results: a message that reads one is an error, and is not sent."},
	{"unused-throttle", "Throttle that does nothing", hcl.DiagWarning, "The server takes a throttle in document-level monitors, and sends every message all the same."},
}

// refusedQueryName and awkwardQueryName are what the server refuses in a name, and
// what a condition can't hold (observed on 2.19.4: monitor_errors/document_level).
var (
	refusedQueryName = pattern.New(`^[_+-]|\.\.|[\^*?<>|#\n\r\x{85}\x{2028}\x{2029}]`)
	awkwardQueryName = pattern.New(`[ \t\[\]{}()=!&]`)
	refusedTag       = pattern.New(`[ \[\]{}()]`)
)

const longestQueryName = 256

// checkDocumentQueries looks for what the server refuses, and for queries that find
// nothing or can't be named.
func (b *monitorBlock) checkDocumentQueries(facts *documentFacts) {
	names, ids := map[string]bool{}, map[string]bool{}
	for i, q := range facts.queries {
		b.checkQueryName(q.Name, facts.at(i, "name"))
		for j, tag := range q.Tags {
			if !isUnknown(tag) && refusedTag.MatchString(tag) {
				b.report("document-query-name", facts.at(i, fmt.Sprintf("tags/%d", j)), "The server refuses the tag %q: tags hold no blanks and no brackets.", tag)
			}
		}
		switch {
		case names[q.Name] && !isUnknown(q.Name):
			b.report("duplicate-query-name", facts.at(i, "name"), "There is a query %q already: a condition would mean the one of the two that found something first. Give one of them another name; several queries at once are named by a tag.", q.Name)
		case q.ID != "" && ids[q.ID]:
			b.report("duplicate-query-name", facts.at(i, "id"), "There is a query with the id %q already, and the server can't tell the two apart. Take the id out: one is derived.", q.ID)
		}
		names[q.Name], ids[q.ID] = true, true
		b.checkBlindness(facts, i)
	}
	if len(facts.queries) > mostFindings {
		b.report("many-document-queries", facts.at(mostFindings, "name"), "There are %d queries, and a run hears of %d at most that find something among the new documents of an index: what the others find is lost without a word. Make several monitors of them, or one query of several by OR.", len(facts.queries), mostFindings)
	}
}

// mostFindings is how many queries a percolation tells of at most.
const mostFindings = 10

func (b *monitorBlock) checkQueryName(name string, at place) {
	units := len(utf16.Encode([]rune(name)))
	switch {
	case isUnknown(name):
	case units < 1 || units > longestQueryName:
		b.report("document-query-name", at, "The server takes names of 1 to %d characters, and this has %d.", longestQueryName, units)
	case refusedQueryName.MatchString(name):
		b.report("document-query-name", at, "The server refuses the name %q: names do not begin with _, + or -, and hold no .., no line break and none of ^*?<>|#. Write name = \"…\" with another.", name)
	case awkwardQueryName.MatchString(name):
		b.report("awkward-query-name", at, "No condition can name %q: blanks are dropped there, and brackets and operators end a name. Use letters, digits, _ and -, or give the query a tag.", name)
	}
}

// checkBlindness finds a query that finds nothing, whatever comes: the server puts
// it into a percolator, which does not keep it, and nobody is told (asked of the
// percolator of 2.19.4). What depends on the mapping is left to tests.
func (b *monitorBlock) checkBlindness(facts *documentFacts, i int) {
	q := facts.queries[i]
	if isUnknown(q.Query) {
		return
	}
	at := facts.at(i, "query")
	s := &queryScanner{text: q.Query, words: map[string]bool{}}
	if problem := s.scan(); problem != "" {
		b.report("blind-document-query", at, "The query string %s. The server takes the monitor, and this query finds nothing.", problem)
		return
	}
	if strings.TrimSpace(q.Query) == "" {
		b.report("blind-document-query", at, "The query string is empty, and finds nothing. Write FIELD:VALUE, or * for every document.")
		return
	}
	for j, field := range q.Fields {
		if !strings.Contains(field, "*") && !isUnknown(field) {
			b.report("blind-document-query", facts.at(i, fmt.Sprintf("fields/%d", j)), "The server keeps fields under other names while it holds documents against queries, and so drops a query whose fields name %[1]q, which finds nothing. Write %[1]s:VALUE in the query itself, or the pattern \"%[1]s*\".", field)
			return
		}
	}
	names := querydsl.NamesOf(q.Query)
	if len(names.Bare) > 0 && len(q.Fields) == 0 {
		b.report("blind-document-query", at, "The word %[1]q names no field, so the server drops the query without a word, and it finds nothing. Write FIELD:%[1]s, or \"%[1]s\" in quotes to look at all fields.", names.Bare[0])
	}
	for _, field := range names.Fields {
		if text, found := strings.CutSuffix(field, ".keyword"); found && text != "" {
			b.report("blind-document-query", at, "Document-level queries do not see the part .keyword of a text: the server drops the query without a word, and it finds nothing. Write %s:\"…\", which looks for these words in this order.", text)
			break
		}
	}
	if s.words["AND"] && s.words["OR"] {
		b.report("mixed-operators", at, "A query string has no precedence: A OR B AND C finds what has B and C, and A alone is not found. Put brackets around what belongs together.")
	}
}

const noDocumentIndex = "A document-level monitor needs an index, or an alias, to look at. Name one."

// checkDocumentIndex: document-level monitors take no patterns, no names with a dot
// (observed on 2.19.4 and 3.5.0), and look at no other cluster (from source).
func (b *monitorBlock) checkDocumentIndex(name string, at place) {
	switch {
	case isUnknown(name):
	case name == "_all" || strings.HasPrefix(name, "<") || strings.ContainsAny(name, `*?+[](){}|.^$`):
		b.report("document-indices", at, "%q can't be the index of a document-level monitor: the server refuses patterns, and names with a dot. Name an alias.", name)
	case strings.Contains(name, ":"):
		b.report("document-indices", at, "%q is of another cluster, and a document-level monitor looks at its own only. Make the monitor there.", name)
	default:
		if problem := indexProblem(name); problem != "" {
			b.report("invalid-index", at, "%q names no index: %s.", name, problem)
		}
	}
}

// namesAndTags are what conditions can name.
func (f *documentFacts) namesAndTags() (names, tags, ids []string) {
	for _, q := range f.queries {
		names = append(names, q.Name)
		if q.ID != "" {
			ids = append(ids, q.ID)
		}
		for _, tag := range q.Tags {
			if !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return names, tags, ids
}

// checkThrottleUse: nothing is throttled in document-level runs (from source).
func (b *monitorBlock) checkThrottleUse(at place) {
	if b.kind == monitors.DocumentLevel {
		b.report("unused-throttle", at, "The server does not heed a throttle in document-level monitors: each run sends its messages. Let one message stand for all that a run finds: action_execution_policy { scope = \"per_execution\" }.")
	}
}
