// Package dialect says how generations of servers differ in what a run of a monitor
// gives: a dialect is a set of features, and code asks for a feature, never for a
// version. It is a leaf; it must not know how a run is made.
package dialect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// Dialect is a generation of servers. The zero value is OpenSearch 2.19, on which
// most was observed; each feature is named so that its zero value is what that does.
type Dialect struct {
	// name is "" of the default.
	name string

	// Bodies is the generation of the search API's parser.
	Bodies querydsl.Dialect

	// JDK prints doubles: 17 below 2.19, 21 below 3.5.
	JDK javavalue.JDK

	// FoldsWildcards: a wildcard query on a text field lower-cases its pattern
	// (1.3; observed-runs 5).
	FoldsWildcards bool

	// TextKeysOnly: a bucket-level trigger fails on a key that is no text (1.3;
	// observed-runs 29).
	TextKeysOnly bool

	// NullKeys: a null in a composite key makes an alert, with "null" in its key
	// (1.3; observed-runs 28).
	NullKeys bool

	// BareContext: messages see no inputs, schedule and type of the monitor, no
	// condition of the trigger, and of its actions the name only (1.3;
	// observed-runs 24).
	BareContext bool

	// BareAlerts: ctx.alert of a condition is the alert itself, not what holds it (1.3;
	// recorded, alerts/alert_in_message).
	BareAlerts bool

	// NoClusterResults: a trigger of cluster metrics does not tell on which clusters it
	// fired (1.3; recorded, execute/cluster_metrics).
	NoClusterResults bool

	// OlderLexer: what the lexer of query strings says of a fault names no state (1.3;
	// recorded, alerts/list_parameters).
	OlderLexer bool

	// PlainProblems: an alert tells of a failed search by the exception's Java class,
	// and shows addresses (1.3; recorded, execute/index_deleted_later).
	PlainProblems bool

	// Scripts is the generation of Painless: on 1.3 a script can't end with a //
	// comment (recorded, condition/error-comment), on 3.5 dates of documents are
	// plain.
	Scripts painless.Language

	// FewTypes: the field types that came with 2.x are unknown (1.3; asked of a
	// node of 1.3.14).
	FewTypes bool

	// OtherShardMinimum: shard_min_doc_count leaves out other buckets (3.5; asked of
	// 3.5.0).
	OtherShardMinimum bool

	// WildcardColumns: fields of type wildcard have doc values by default (3.5; asked
	// of 3.5.0).
	WildcardColumns bool

	// MappingTypes: hits have "_type": "_doc" (1.3).
	MappingTypes bool

	// OwnParseStatus: a query that can't be parsed is answered with the parser's
	// own status, not with 500 (1.3; observed-runs 12).
	OwnParseStatus bool

	// PlainBM25: scores lack the factor 2.2 that 2.x keeps from before Lucene 8
	// (3.5; recorded, extraction/dev-simple).
	PlainBM25 bool

	// UnscoredKeywords: a word of a keyword field scores 1 (3.5; asked of 3.5.0).
	UnscoredKeywords bool

	// UnscoredLists: terms and range on a boolean field score 1, also where they come
	// to one value (1.3; asked of 1.3.14).
	UnscoredLists bool

	// NoCollapsedMaximum: collapsed hits have no max_score (1.3; asked of 1.3.14).
	NoCollapsedMaximum bool

	// LiteralTilde: ~ in a regular expression stands for itself, unless flags ask
	// for COMPLEMENT (3.5; asked of 3.5.0).
	LiteralTilde bool

	// FoldsAll: a regular expression for which case doesn't matter knows that of all
	// letters, not of ASCII's alone (3.5; asked of 3.5.0).
	FoldsAll bool

	// CountsWords: a count of documents that have a text counts those that have a
	// word of it (3.5; observed-runs 4).
	CountsWords bool

	// AfterTruths: search_after of a boolean field reads true and false (1.3; asked of
	// 1.3.14).
	AfterTruths bool

	// LooksAtFirstSort: the look at all shards before a sorted search builds the first
	// sort key only, and doesn't read search_after (1.3; asked of 1.3.14).
	LooksAtFirstSort bool

	// StrictValues: index.mapping.ignore_malformed forgives only the fields that take the
	// parameter, and ranges don't take it (1.3; asked of 1.3.14).
	StrictValues bool

	// TellsMalformed: a mapping prints ignore_malformed wherever it is said, though it be
	// what the index does anyway (3.5; asked of 3.5.0).
	TellsMalformed bool

	// HidesPrintFormats: a mapping doesn't print the format in which a date is printed that
	// dynamic mapping found (1.3; asked of 1.3.14).
	HidesPrintFormats bool

	// StepsPaths: the tokenizer path_hierarchy puts each part at a place of its own (3.5;
	// asked of 3.5.0).
	StepsPaths bool

	// TemplatesAnyway: dynamic can be false_allow_templates (3.5; asked of 3.5.0).
	TemplatesAnyway bool

	// WholeDefinitions: of two legacy templates that say something of one field, one holds,
	// and so of lists (3.5; asked of 3.5.0).
	WholeDefinitions bool

	// CopiesEnds: copy_to of an object reads its end only, which no field takes (1.3;
	// asked of 1.3.14).
	CopiesEnds bool

	// TypedRegexps: a regular expression in a query string is refused by fields that are
	// no texts (3.5; asked of 3.5.0).
	TypedRegexps bool

	// KeepsNeeded: alternatives of a bool that needs all of them are scored one by one,
	// though they are the same (1.3; asked of 1.3.14).
	KeepsNeeded bool

	// CountsBoolsOnly: how many clauses a query has over all levels doesn't matter (1.3;
	// asked of 1.3.14).
	CountsBoolsOnly bool

	// BytewisePrefixes: a prefix of intervals is looked for as if each of its bytes were a
	// letter, and so each letter of what follows (1.3; asked of 1.3.14).
	BytewisePrefixes bool

	// LingeringFilters: a filter of intervals that has come to its end still stands where
	// it was, and what it is part of finds that (1.3; asked of 1.3.14).
	LingeringFilters bool

	// NamesWildcards: a query of patterns on a number is refused with the type wildcard
	// among those that it could be on (1.3; asked of 1.3.14).
	NamesWildcards bool

	// WalksValues: a search for everything, sorted by one number or date, doesn't find
	// documents without it (3.5; asked of 3.5.0).
	WalksValues bool

	// FlatPaths: a path below a flat_object exists where it leads to a value (3.x; its
	// REST suite, index/100_partial_flat_object). Its terms score 1 (asked of 3.5.0).
	FlatPaths bool

	// WholePaths: a lookup of terms by a path that leads beyond a value finds none, where
	// earlier ones take the value (3.5; asked of 3.5.0).
	WholePaths bool

	// ScoredSorts: the best score is told where hits are sorted by it first, and then
	// by something else (3.5; asked of 3.5.0).
	ScoredSorts bool

	// TellsCause: a search that no shard answered tells the first failure as its
	// cause, whatever it is (3.5; recorded, documents/search_errors).
	TellsCause bool

	// IndexedOnly: fields that are not indexed can't be searched by their doc values
	// (1.3; asked of 1.3.14).
	IndexedOnly bool

	// LiteralClasses: \d, \w and \s in a regular expression are letters (1.3; asked of
	// 1.3.14).
	LiteralClasses bool

	// WideSorts: integers and booleans are sorted as longs, which shows where a value
	// is missing (1.3; asked of 1.3.14).
	WideSorts bool

	// OlderTemplates: what is wrong with a template is worded otherwise (1.3; asked
	// of 1.3.14). The words are not known here.
	OlderTemplates bool

	// EndsEarly: most answers without hits, but with aggregations, say that they
	// ended early (3.5; observed-runs 11). It depends on how Lucene counts.
	EndsEarly bool

	// MergingDigest: percentiles come from another t-digest (3.5; recorded,
	// message/agg-percentiles).
	MergingDigest bool

	// SamePathEmpty: a nested aggregation below one of the same path finds nothing (1.3;
	// asked of 1.3.14).
	SamePathEmpty bool

	// NestedParents: a composite stands at the top, or below nested and nothing else (1.3;
	// asked of 1.3.14).
	NestedParents bool

	// NearestRank: a percentile by hdr is of the document whose rank is nearest to it, where
	// later generations take the next (1.3; asked of 1.3.14).
	NearestRank bool

	// CollectsAll: aggregations look at every document, where later generations ask
	// the index of some (1.3, from its source).
	CollectsAll bool

	// OwnComparators: ranges of fields of several widths don't disturb each other in
	// one search (3.5, from its source).
	OwnComparators bool

	// ExactPrefixes: a word whose letters all belong to the prefix that must be equal
	// is near to nothing but itself (asked of 1.3.14).
	ExactPrefixes bool

	// ExcludesAhead: what a bool excludes is looked for ahead of what it requires, and a
	// script there runs on documents that are not asked about (3.5; asked of 3.5.0).
	ExcludesAhead bool

	// RoundsEnds: the ends of a range over a scaled_float are rounded as its values are
	// (3.5; asked of 3.5.0).
	RoundsEnds bool

	// KeepsBoosts: a search without scores is asked with the boost of its query (1.3; asked
	// of 1.3.14).
	KeepsBoosts bool

	// IgnoresObjects: ignore_malformed of a field lets objects pass, too, without a word
	// (3.5; asked of 3.5.0).
	IgnoresObjects bool

	// CutsTotals: a search that ends early counts no further than it looks (1.3; asked of
	// 1.3.14).
	CutsTotals bool

	// CollapsesAfter: hits may be collapsed behind search_after (3.5; asked of 3.5.0).
	CollapsesAfter bool

	// KeepsTotals: inner hits are counted though a page begins behind the last of them
	// (3.5; asked of 3.5.0).
	KeepsTotals bool

	// NestsIntervals: rules of intervals within others of their kind stay there: their
	// words don't come twice (3.5; asked of 3.5.0).
	NestsIntervals bool

	// JoinsRequired: what is required within what is required is added up at once, which
	// the last digit of a score shows (3.5, from its source).
	JoinsRequired bool

	// LastTen: an inline document-level run looks at the last ten documents of a
	// shard (3.5; observed-runs 36).
	LastTen bool

	// ToldFailures: an inline document-level run that breaks answers why (3.5;
	// observed-runs 38).
	ToldFailures bool

	// LosesAnswers: a search is never answered where what a shard says can't be taken in,
	// such as a last hit that is sorted by nanoseconds that can't be printed; earlier
	// generations let the shard fail (3.5; asked of 3.5.0).
	LosesAnswers bool

	// DeepAutomata: automata of patterns, prefixes and ranges of texts may be as deep as
	// these are long (3.5; asked of 3.5.0).
	DeepAutomata bool

	// NoDocumentLevel: there are no document-level monitors yet (1.3).
	NoDocumentLevel bool
}

const standard = "opensearch-2.19"

func all() []Dialect {
	first := Dialect{
		Bodies: querydsl.OpenSearch1, FoldsWildcards: true, TextKeysOnly: true, NullKeys: true, BareContext: true,
		BareAlerts: true, NoClusterResults: true, PlainProblems: true, OlderLexer: true,
		Scripts: painless.Language{CommentsNeedLines: true, MappingTypes: true}, NoDocumentLevel: true, FewTypes: true, UnscoredLists: true, NoCollapsedMaximum: true,
		AfterTruths: true, NamesWildcards: true, IndexedOnly: true, LiteralClasses: true, WideSorts: true, OlderTemplates: true,
		MappingTypes: true, KeepsBoosts: true, CutsTotals: true, OwnParseStatus: true, LooksAtFirstSort: true, StrictValues: true, BytewisePrefixes: true, LingeringFilters: true, CopiesEnds: true, HidesPrintFormats: true, CollectsAll: true, NearestRank: true, NestedParents: true, SamePathEmpty: true, CountsBoolsOnly: true, KeepsNeeded: true, ExactPrefixes: true,
	}
	distro := first
	first.name, distro.name = "opensearch-1.3", "opendistro-1.13"
	return []Dialect{
		distro, first, {},
		{name: "opensearch-3.5", Bodies: querydsl.OpenSearch3, JDK: javavalue.JDK21, PlainBM25: true, MergingDigest: true,
			UnscoredKeywords: true, TypedRegexps: true, LiteralTilde: true, FoldsAll: true, CountsWords: true, WalksValues: true, FlatPaths: true, WholePaths: true, ScoredSorts: true, TellsCause: true, EndsEarly: true, WildcardColumns: true, OtherShardMinimum: true, ExcludesAhead: true, IgnoresObjects: true, RoundsEnds: true, TellsMalformed: true, OwnComparators: true, CollapsesAfter: true, KeepsTotals: true, StepsPaths: true, WholeDefinitions: true, TemplatesAnyway: true, JoinsRequired: true, NestsIntervals: true, DeepAutomata: true, LosesAnswers: true,
			LastTen: true, ToldFailures: true,
			Scripts: painless.Language{PlainDates: true}},
	}
}

// HidesUnderscores: an object is there where a field of it is, but for fields whose name
// begins with an underscore (2.19.4; neither 1.3.14 nor 3.5.0 do that).
func (d Dialect) HidesUnderscores() bool { return d.name == "" }

// Name is what --dialect takes.
func (d Dialect) Name() string {
	if d.name == "" {
		return standard
	}
	return d.name
}

// SameAs tells whether two dialects differ in nothing but their names.
func (d Dialect) SameAs(other Dialect) bool {
	d.name, other.name = "", ""
	return d == other
}

// Names lists the dialects, the oldest first.
func Names() []string {
	var names []string
	for _, d := range all() {
		names = append(names, d.Name())
	}
	return names
}

// Parse finds a dialect by its name; "" is the default, opensearch-2.19.
func Parse(name string) (Dialect, error) {
	if name == "" {
		return Dialect{}, nil
	}
	known := all()
	i := slices.IndexFunc(known, func(d Dialect) bool { return d.Name() == name })
	if i < 0 {
		return Dialect{}, fmt.Errorf("there is no dialect %q; there are %s", name, strings.Join(Names(), ", "))
	}
	return known[i], nil
}

// HasType tells whether a field can be mapped to a type that 2.19 has.
func (d Dialect) HasType(name string) bool {
	switch name {
	case "version":
		return d.WildcardColumns
	case "wildcard", "unsigned_long", "constant_keyword", "match_only_text", "flat_object", "derived":
		return !d.FewTypes
	}
	return true
}

// KnowsType tells whether there is a type that 2.19 has, and it is the same.
func (d Dialect) KnowsType(name string) bool {
	return d.HasType(name) && !(name == "wildcard" && d.WildcardColumns)
}

// MapsAs tells whether indices of two generations have the same mappings and take the
// same documents, whatever they are made with.
func (d Dialect) MapsAs(other Dialect) bool {
	return d.FewTypes == other.FewTypes && d.StrictValues == other.StrictValues && d.CopiesEnds == other.CopiesEnds && d.HidesPrintFormats == other.HidesPrintFormats && d.TemplatesAnyway == other.TemplatesAnyway && d.StepsPaths == other.StepsPaths && d.WholeDefinitions == other.WholeDefinitions && d.TellsMalformed == other.TellsMalformed && d.IgnoresObjects == other.IgnoresObjects
}
