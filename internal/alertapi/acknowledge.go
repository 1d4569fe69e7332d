package alertapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Acknowledgement is what became of each alert that was to be acknowledged.
type Acknowledgement struct {
	Acknowledged []string          // ids
	Failed       map[string]string // id → why not
}

// Acknowledge acknowledges alerts of a monitor. It reads the monitor first: under
// an id that is unknown or hidden from the user the server never answers, and
// from then on acknowledges nothing of anybody's until the node is restarted
// (observed on 2.19.4 and 3.5.0).
func (c *Client) Acknowledge(ctx context.Context, monitorID string, alertIDs []string) (Acknowledgement, error) {
	if len(alertIDs) == 0 {
		return Acknowledgement{}, nil
	}
	if _, err := c.Monitor(ctx, monitorID); err != nil {
		return Acknowledgement{}, fmt.Errorf("alerts are acknowledged under a monitor that can be read only: %w", err)
	}
	request, err := c.monitorCall(http.MethodPost, monitorID)
	if err != nil {
		return Acknowledgement{}, err
	}
	return c.acknowledge(ctx, request, alertIDs)
}

// AcknowledgeOfWorkflow acknowledges alerts of a workflow's own triggers.
func (c *Client) AcknowledgeOfWorkflow(ctx context.Context, workflowID string, alertIDs []string) (Acknowledgement, error) {
	if _, err := c.Workflow(ctx, workflowID); err != nil {
		return Acknowledgement{}, fmt.Errorf("alerts are acknowledged under a workflow that can be read only: %w", err)
	}
	request, err := workflowCall(http.MethodPost, workflowID)
	if err != nil {
		return Acknowledgement{}, err
	}
	return c.acknowledge(ctx, request, alertIDs)
}

func (c *Client) acknowledge(ctx context.Context, request call, alertIDs []string) (Acknowledgement, error) {
	ids := make([]any, len(alertIDs))
	for i, id := range alertIDs {
		ids[i] = id
	}
	request.path += "/_acknowledge/alerts"
	request.body = object("alerts", ids)
	answer, err := c.do(ctx, request)
	if err != nil {
		return Acknowledgement{}, err
	}
	return decodeAcknowledgement(answer), nil
}

func decodeAcknowledgement(answer *orderedjson.Object) Acknowledgement {
	ack := Acknowledgement{Failed: map[string]string{}}
	for _, v := range answer.Array("success") {
		if id, ok := v.(string); ok {
			ack.Acknowledged = append(ack.Acknowledged, id)
		}
	}
	for _, v := range answer.Array("failed") {
		failed, _ := v.(*orderedjson.Object)
		for _, id := range failed.Keys() {
			ack.Failed[id] = oneLine(failed.Object(id).Text("failed_reason"))
		}
	}
	return ack
}
