package events

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// payload is what a CloudWatch Logs subscription delivers.
type payload struct {
	MessageType string     `json:"messageType"`
	Owner       string     `json:"owner"`
	LogGroup    string     `json:"logGroup"`
	LogStream   string     `json:"logStream"`
	LogEvents   []logEvent `json:"logEvents"`
}

type logEvent struct {
	ID        string              `json:"id"`
	Timestamp json.Number         `json:"timestamp"` // epoch milliseconds
	Message   string              `json:"message"`
	Extracted *orderedjson.Object `json:"extractedFields"` // by a filter pattern that names fields
}

// subscription makes a document of each log event, as the Lambda function writes
// them that AWS's console sets up for OpenSearch.
func (r *Reader) subscription(at place, text []byte, yield func(Raw) bool) bool {
	var p payload
	if err := json.Unmarshal(text, &p); err != nil {
		r.problem(at, fmt.Errorf("a CloudWatch Logs payload that can't be read: %w", err))
		return true
	}
	if p.MessageType == "CONTROL_MESSAGE" {
		return true
	}
	for i, e := range p.LogEvents {
		source, err := p.document(e)
		if err != nil {
			r.problem(at, fmt.Errorf("log event %d of the CloudWatch Logs payload: %w", i+1, err))
			continue
		}
		text, err := orderedjson.Marshal(source)
		if err != nil {
			r.problem(at, err)
			continue
		}
		if !r.emit(at, Raw{ID: e.ID, Text: text}, yield) {
			return false
		}
	}
	return true
}

func (p payload) document(e logEvent) (*orderedjson.Object, error) {
	ms, err := e.Timestamp.Int64()
	if err != nil {
		return nil, errors.New("its timestamp is no number of milliseconds")
	}
	source := messageObject(e.Message)
	if e.Extracted != nil {
		source = extractedObject(e.Extracted)
	}
	source.Set("@id", e.ID)
	source.Set("@timestamp", time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z"))
	source.Set("@message", e.Message)
	source.Set("@owner", p.Owner)
	source.Set("@log_group", p.LogGroup)
	source.Set("@log_stream", p.LogStream)
	return source, nil
}

// lambdaEvent reads {"awslogs": {"data": "…"}}: the payload as the function
// receives it, gzipped and in base64.
func (r *Reader) lambdaEvent(at place, awslogs []byte, yield func(Raw) bool) bool {
	text, err := r.unpack(parse(awslogs).word("data"))
	if err != nil {
		r.problem(at, fmt.Errorf("awslogs.data: %w", err))
		return true
	}
	return r.subscription(at, text, yield)
}

func (r *Reader) unpack(data string) ([]byte, error) {
	packed, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(z, int64(r.options.MaxEvent)+1))
	if err == nil && len(text) > r.options.MaxEvent {
		err = fmt.Errorf("more than %d bytes", r.options.MaxEvent)
	}
	return text, err
}
