package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// FormatVersion is the version of the files. A reader refuses other ones: a body that
// is put back half is worse than none.
const FormatVersion = 1

// Record is one object as it was, and how it came to be kept.
type Record struct {
	Head
	Original wire.Original
}

// Head is all of a record but the body.
type Head struct {
	Tool      string // such as alertplan/1.0
	Time      time.Time
	Cluster   Cluster
	Workspace string
	Address   address.Address
	Did       string // what happened to it then: a plan's action
	Name      string
	Form      wire.Form
	ID        string
}

// Cluster is where an object was.
type Cluster struct {
	UUID    string // "" where the cluster did not tell
	Name    string
	Version string
	URL     string // without user and password
}

// Is tells whether two are the same cluster: by their uuid where both have told
// theirs, else by their URL.
func (c Cluster) Is(other Cluster) bool {
	if c.UUID != "" && other.UUID != "" {
		return c.UUID == other.UUID
	}
	return c.URL != "" && c.URL == other.URL
}

// The keys of a file. The first says what the file is; the last is the body, so that
// a list needs to read no further.
const (
	keyFormat = "alertplan_backup"
	keyBody   = "body"
)

func (r Record) encode() ([]byte, error) {
	cluster := orderedjson.NewObject()
	cluster.Set("uuid", r.Cluster.UUID)
	cluster.Set("name", r.Cluster.Name)
	cluster.Set("version", r.Cluster.Version)
	cluster.Set("url", r.Cluster.URL)
	o := orderedjson.NewObject()
	o.Set(keyFormat, number(FormatVersion))
	o.Set("tool", r.Tool)
	o.Set("time", r.Time.UTC().Format("2006-01-02T15:04:05.000000000Z07:00"))
	o.Set("cluster", cluster)
	o.Set("workspace", r.Workspace)
	o.Set("address", r.Address.String())
	o.Set("did", r.Did)
	o.Set("name", r.Name)
	o.Set("form", string(r.Form))
	o.Set("id", r.ID)
	o.Set("seq_no", number(r.Original.SeqNo))
	o.Set("primary_term", number(r.Original.PrimaryTerm))
	o.Set(keyBody, r.Original.Body)
	text, err := orderedjson.Marshal(o)
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}

func number(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

// ErrNotBackup says that a file is something else, or not whole.
var ErrNotBackup = errors.New("it is no backup of alertplan")

// Decode reads a file. No error shows anything of the body.
func Decode(text []byte) (Record, error) {
	if !json.Valid(text) { // as it limits nesting, which orderedjson does not
		return Record{}, fmt.Errorf("%w, or not whole", ErrNotBackup)
	}
	v, err := orderedjson.Parse(text)
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return Record{}, ErrNotBackup
	}
	head, err := decodeHead(o)
	if err != nil {
		return Record{}, err
	}
	body := o.Object(keyBody)
	if body == nil {
		return Record{}, fmt.Errorf("%w: it has no body", ErrNotBackup)
	}
	r := Record{Head: head, Original: wire.Original{Form: head.Form, ID: head.ID, Body: body}}
	if r.Original.SeqNo, err = whole(o, "seq_no"); err == nil {
		r.Original.PrimaryTerm, err = whole(o, "primary_term")
	}
	return r, err
}

func decodeHead(o *orderedjson.Object) (Head, error) {
	format, err := whole(o, keyFormat)
	switch {
	case err != nil:
		return Head{}, ErrNotBackup
	case format != FormatVersion:
		return Head{}, fmt.Errorf("it is of format %d, and this alertplan reads format %d: use the one that wrote it", format, FormatVersion)
	}
	cluster := o.Object("cluster")
	h := Head{
		Tool: o.Text("tool"), Workspace: o.Text("workspace"), Did: o.Text("did"), Name: o.Text("name"), Form: wire.Form(o.Text("form")), ID: o.Text("id"),
		Cluster: Cluster{UUID: cluster.Text("uuid"), Name: cluster.Text("name"), Version: cluster.Text("version"), URL: cluster.Text("url")},
	}
	if h.Time, err = time.Parse(time.RFC3339Nano, o.Text("time")); err != nil {
		return Head{}, fmt.Errorf("%w: it has no time", ErrNotBackup)
	}
	if h.Address, err = address.Parse(o.Text("address")); err != nil {
		return Head{}, fmt.Errorf("%w: it has no address", ErrNotBackup)
	}
	if !h.Form.Known() || h.ID == "" || !address.ValidWorkspace(h.Workspace) || h.Did == "" {
		return Head{}, fmt.Errorf("%w: it does not say what it is of", ErrNotBackup)
	}
	return h, nil
}

func whole(o *orderedjson.Object, key string) (int64, error) {
	v, _ := o.Get(key)
	n, ok := v.(json.Number)
	if !ok {
		return 0, fmt.Errorf("%w: its %s is no number", ErrNotBackup, key)
	}
	i, err := n.Int64()
	if err != nil {
		return 0, fmt.Errorf("%w: its %s is no whole number", ErrNotBackup, key)
	}
	return i, nil
}

// headOf reads the head of a file of which these are the first bytes: what comes
// before the body.
func headOf(start []byte) (Head, error) {
	end := bytes.Index(start, []byte(`,"`+keyBody+`":`))
	if end < 0 {
		return Head{}, ErrNotBackup
	}
	v, err := orderedjson.Parse(append(bytes.Clone(start[:end]), '}'))
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return Head{}, ErrNotBackup
	}
	return decodeHead(o)
}
