package monitors

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// Input is what a monitor reads: *Search, *DocumentQueries, *ClusterAPI,
// *Sequence, or *OtherInput for what this version of alertplan does not know.
type Input interface{ isInput() }

// Search is the input of query-level and bucket-level monitors.
type Search struct {
	Indices []string

	// Body is the search body; in canonical form exactly what the server stores
	// (internal/querydsl).
	Body *orderedjson.Object

	// Graph says what Body says in the words of the Dashboards' visual editor; nil
	// where the search is written as a query. Of a live monitor it is what its
	// editor shows.
	Graph *Graph

	// Foreign is what Body has of a plugin, or of a newer server: it stands there
	// as it was written, and how it is stored can't be told (see StoredForms). Set by
	// Canonical.
	Foreign []querydsl.Foreign
}

// DocumentQueries is the input of document-level monitors.
type DocumentQueries struct {
	Description string
	Indices     []string // names and aliases; patterns are refused by 2.19.3 and later
	Queries     []DocumentQuery
	FanOut      bool // fan_out_enabled, true by default (2.19 and later)
}

// DocumentQuery is one query that each new document is held against.
type DocumentQuery struct {
	// Label is the query block's label in the configuration; "" for a live query, and
	// in a raw body.
	Label string

	// ID is the cluster's id; findings name it. "" for a desired query until the plan
	// has found or derived it.
	ID              string
	Name            string
	Query           string // query_string syntax
	Fields          []string
	Tags            []string
	QueryFieldNames []string
}

// ClusterAPI is the input of cluster-metrics monitors: a call of one of the
// cluster's own APIs.
type ClusterAPI struct {
	Path       string // such as /_cluster/health
	PathParams string
	Clusters   []string

	// APIType and URL are derived by the server from the path; they are kept so
	// that they can be written back as they came.
	APIType string
	URL     string
}

// OtherInput is an input that alertplan does not model, as it stands in the API.
type OtherInput struct {
	Body *orderedjson.Object
}

func (*Search) isInput()          {}
func (*DocumentQueries) isInput() {}
func (*ClusterAPI) isInput()      {}
func (*OtherInput) isInput()      {}
