package trouble

import (
	"fmt"
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// errorTypes are the types that a server's own refusals of a status have.
var errorTypes = map[int]string{
	http.StatusForbidden:           "security_exception",
	http.StatusNotFound:            "resource_not_found_exception",
	http.StatusRequestTimeout:      "timeout_exception",
	http.StatusConflict:            "version_conflict_engine_exception",
	http.StatusTooManyRequests:     "rejected_execution_exception",
	http.StatusInternalServerError: "exception",
	http.StatusServiceUnavailable:  "cluster_block_exception",
}

// answer is a status's body and header. The reason names the rule, so that nobody
// looks for the failure elsewhere.
func (e effect) answer(rule string) (string, http.Header) {
	header := http.Header{}
	if after := e.retry(); after != "" {
		header.Set("Retry-After", after)
	}
	switch {
	case e.page == nothing:
		header.Set("Content-Type", "text/plain; charset=UTF-8")
		return "", header
	case e.page == html || e.status == http.StatusBadGateway || e.status == http.StatusGatewayTimeout:
		header.Set("Content-Type", "text/html")
		title := fmt.Sprintf("%d %s", e.status, http.StatusText(e.status))
		return "<html>\n<head><title>" + title + "</title></head>\n<body>\n<center><h1>" + title + "</h1></center>\n</body>\n</html>\n", header
	case e.status == http.StatusUnauthorized:
		header.Set("Content-Type", "text/plain; charset=UTF-8")
		header.Set("WWW-Authenticate", `Basic realm="OpenSearch Security"`)
		return "Unauthorized", header
	}
	kind := errorTypes[e.status]
	if kind == "" {
		kind = "status_exception"
	}
	header.Set("Content-Type", "application/json; charset=UTF-8")
	body, err := orderedjson.Marshal(rest.Errorf(e.status, kind, "the sandbox was told to fail: %s", rule).Body())
	if err != nil {
		return "", header // a text that no JSON can hold can't be a rule
	}
	return string(body), header
}
