package main

import (
	"errors"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// newServers are the generations that are asked what they would refuse: a body that
// one of them takes is none to refuse before a cluster is known.
var newServers = []string{"opensearch-2.19", "opensearch-3.5"}

// serverRefusal is why servers would refuse a monitor's body, in their words; nil
// where one takes it. The sandbox's parsers refuse as the server's do, field by
// field; the language's own checks come first, and say more.
func serverRefusal(body *orderedjson.Object) error {
	text, err := orderedjson.Marshal(body)
	if err != nil {
		return err
	}
	var first error
	for _, name := range newServers {
		d, err := dialect.Parse(name)
		if err != nil {
			return err
		}
		if _, err = accepted(d, text); err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// placeInBody is how the server's words begin where they tell a place in the text.
var placeInBody = pattern.New(`^\[\d+:\d+\] `)

// accepted is a monitor as a server of a dialect reads it; the error is why it refuses
// it.
func accepted(d dialect.Dialect, text []byte) (*model.Monitor, error) {
	r := xcontent.NewReader(text)
	r.Dialect = d
	if err := xcontent.Catch(func() { r.Expect(xcontent.StartObject, r.Next()) }); err != nil {
		return nil, err
	}
	m, err := model.Parse(r, 0)
	if err == nil {
		err = m.CheckRequest()
	}
	var refused *fault.Fault
	if errors.As(err, &refused) {
		return nil, errors.New(placeInBody.ReplaceAllString(refused.Message, ""))
	}
	return m, err
}
