package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// knownFields are the fields of what is searched, as --mapping or --events tells them;
// nil where neither does.
func (o *convertOptions) knownFields() (*convert.Mapping, error) {
	switch {
	case o.mapping != "" && o.events != "":
		return nil, errors.New("--mapping and --events both say which fields there are: give one of them")
	case o.mapping != "":
		return readMapping(o.mapping)
	case o.events != "":
		return mappingOfEvents(o.events, o.options.Family)
	}
	return nil, nil
}

func readMapping(name string) (*convert.Mapping, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	mapping, err := convert.ReadMapping(text)
	if err != nil {
		return nil, fmt.Errorf("%s holds no mapping: %w", name, err)
	}
	return mapping, nil
}

// definitions are how indices of the families map what they don't know yet.
var definitions = map[convert.Family]string{
	convert.CWL:    `{"settings":{"index.mapping.total_fields.limit":100000}}`,
	convert.LogAWS: `{"settings":{"index.mapping.total_fields.limit":100000},"mappings":{"dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword"}}}],"properties":{"@message":{"type":"text"}}}}`,
}

// mappingOfEvents is the mapping that an index of the family has after some events.
func mappingOfEvents(name string, family convert.Family) (*convert.Mapping, error) {
	definition, err := orderedjson.Parse([]byte(definitions[family]))
	if err != nil {
		return nil, err
	}
	const scratch = "events"
	store := index.NewStore(time.Now)
	if err := store.Create(scratch, definition.(*orderedjson.Object)); err != nil {
		return nil, err
	}
	reader := events.Open(events.Options{}, name)
	for d := range reader.Documents() {
		if _, err := store.Write(index.Write{Index: scratch, ID: d.ID, Source: d.Source, Visible: index.AtRefresh}); err != nil {
			continue // what one event has is refused after another: the first one's type holds
		}
	}
	if err := reader.Err(); err != nil {
		return nil, fmt.Errorf("--events %s: %w", name, err)
	}
	text, err := orderedjson.Marshal(store.Get(scratch).Mapping.Print())
	if err != nil {
		return nil, err
	}
	mapping, err := convert.ReadMapping(text)
	if err != nil {
		return nil, fmt.Errorf("%s holds no event with fields", name)
	}
	return mapping, nil
}
