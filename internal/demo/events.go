package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// event is a CloudTrail event of the morning.
type event struct {
	at   time.Time // when it was delivered
	name string
	code string // of the error that the caller got; "" for none
	text []byte
}

// eventsOfMorning are the events of the example and those of the same account and
// hour beside this file, in order of time. The example's failed logins are moved
// there from 2019: move is how far.
func (s *stage) eventsOfMorning() ([]event, error) {
	const move = 8*time.Hour + 37*time.Minute
	example := filepath.Join(s.copy.Root, "examples", "console-login", "testdata")
	var all []event
	for _, file := range []string{filepath.Join(example, "console_login.ndjson"), filepath.Join(s.copy.Root, "internal", "demo", "testdata", "morning.ndjson")} {
		events, err := readEvents(file)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	failed, err := readEvents(filepath.Join(example, "failed_logins.ndjson"))
	if err != nil {
		return nil, err
	}
	for _, e := range failed {
		if e.at, e.text, err = moved(e.text, beginning.Truncate(24*time.Hour).Add(move).Add(e.at.Sub(e.at.Truncate(24*time.Hour)))); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all, nil
}

func readEvents(file string) ([]event, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var events []event
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var head struct {
			Timestamp time.Time `json:"@timestamp"`
			Name      string    `json:"eventName"`
			Code      string    `json:"errorCode"`
		}
		if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		events = append(events, event{head.Timestamp, head.Name, head.Code, bytes.Clone(lines.Bytes())})
	}
	return events, lines.Err()
}

// moved is an event that was delivered at another time.
func moved(text []byte, to time.Time) (time.Time, []byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return to, nil, err
	}
	fields["@timestamp"] = fmt.Appendf(nil, "%q", to.UTC().Format("2006-01-02T15:04:05.000Z"))
	text, err := json.Marshal(fields)
	return to, text, err
}

// bulkOf is the body of a _bulk request that loads events.
func (s *stage) bulkOf(events []event) []byte {
	var body bytes.Buffer
	for _, e := range events {
		fmt.Fprintf(&body, "{\"index\":{\"_index\":%q}}\n%s\n", s.copy.Index(e.at.UTC().Format("2006.01.02")), e.text)
	}
	return body.Bytes()
}
