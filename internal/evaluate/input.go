package evaluate

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

func millis(t time.Time) json.Number { return json.Number(strconv.FormatInt(t.UnixMilli(), 10)) }

// search runs the inputs. A search that fails empties the results and leaves its
// message; as observed on 2.19.4, nothing else of the run ends by it.
func (r Request) search(result *Result) error {
	for _, in := range r.Monitor.Body.Array("inputs") {
		o, _ := in.(*orderedjson.Object)
		answer, err := r.ask(o)
		if broken, ok := err.(unreadable); ok {
			return broken.error
		}
		var refused *fault.Error
		if errors.As(err, &refused) {
			result.Inputs, result.InputError, result.InputFailed = nil, refused.Reason, true
			return nil
		}
		if err != nil {
			return err
		}
		result.Inputs = append(result.Inputs, answer)
	}
	return nil
}

// ask answers one input.
func (r Request) ask(o *orderedjson.Object) (*orderedjson.Object, error) {
	if uri := o.Object("uri"); uri != nil && r.Metrics != nil {
		return r.Metrics(uri)
	}
	input := o.Object("search")
	if input == nil {
		return nil, fault.Unsupported("input [%s]", strings.Join(o.Keys(), ", "))
	}
	query, err := querydsl.CanonicalFor(r.Dialect.Bodies, input.Object("query"))
	if err != nil { // the server would not even have read the monitor
		return nil, unreadable{r.refusedQuery(err)}
	}
	return r.searchOne(input, query)
}

// unreadable is an error that ends the whole run.
type unreadable struct{ error }

func (r Request) searchOne(input, query *orderedjson.Object) (*orderedjson.Object, error) {
	body, err := r.renderQuery(query)
	if err != nil {
		return nil, err
	}
	targets := targetsOf(input)
	if r.Forbids != nil {
		if reason := r.Forbids(targets); reason != "" {
			return nil, fault.New(403, "security_exception", "%s", reason)
		}
	}
	return search.Search(r.Store, targets, body, search.Options{
		Now: r.Now, Dialect: r.Dialect, Unkept: r.Unkept, AnyShards: true, Indices: index.Options{Veiled: r.Veiled},
	})
}

// renderQuery puts the period into the stored query, which is a template of its
// own text: {{period_start}} and {{period_end}} in epoch milliseconds.
func (r Request) renderQuery(query *orderedjson.Object) (*orderedjson.Object, error) {
	text, err := orderedjson.Marshal(query)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(string(text), "{{") {
		return query, nil
	}
	template, err := mustache.Parse(string(text))
	if err != nil {
		return nil, fault.New(400, "general_script_exception", "Failed to compile inline script [%s] using lang [mustache]", text)
	}
	root := javavalue.NewHashMap()
	root.Put("period_start", r.PeriodStart.UnixMilli())
	root.Put("period_end", r.PeriodEnd.UnixMilli())
	rendered, err := template.Render(root, mustache.Options{JDK: r.Dialect.JDK})
	if err != nil {
		var cannot *mustache.UnsupportedError
		if errors.As(err, &cannot) {
			return nil, fault.Unsupported("query template: %s", cannot.Construct)
		}
		return nil, fault.New(400, "general_script_exception", "%s", err.Error())
	}
	v, err := orderedjson.Parse([]byte(rendered))
	if err != nil {
		return nil, fault.New(400, "x_content_parse_exception", "%s", err.Error())
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, fault.Unsupported("query template that renders to no object")
	}
	return o, nil
}

// refusedQuery is a query that can't be parsed, for which the server refuses the
// whole run: with 500 whatever it is, but for the oldest generation.
func (r Request) refusedQuery(err error) error {
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return err
	}
	told := search.ParseFault(refused)
	if !r.Dialect.OwnParseStatus {
		told.Status = 500
	}
	return told
}
