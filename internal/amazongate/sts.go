package amazongate

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// STS gives keys of one role to those who sign with a key that it knows, and
// admits them at a gate. Like the gate it checks signatures by its own reckoning.
type STS struct {
	Gate       *Gate
	Check      *Gate // of STS's own requests: its Service is sts, its Next is not used
	RoleARN    string
	ExternalID string // "": none is asked for
	Lifetime   time.Duration

	mu       sync.Mutex
	sessions []string // names of those that were given
}

// Sessions are the names of the sessions that it gave keys to.
func (s *STS) Sessions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.sessions...)
}

// codes are STS's for what is wrong with a signature.
var codes = map[string]string{
	"is expired": "ExpiredToken", "Signature expired": "SignatureDoesNotMatch", "User: anonymous": "MissingAuthenticationToken",
	"is invalid": "InvalidClientTokenId",
}

func (s *STS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if _, problem := s.Check.check(r, body, time.Now().Add(s.Check.Off)); problem != "" {
		code := "SignatureDoesNotMatch"
		for words, c := range codes {
			if strings.Contains(problem, words) {
				code = c
			}
		}
		stsError(w, code, problem)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.assume(w, r)
}

func (s *STS) assume(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	denied := fmt.Sprintf("User: arn:aws:iam::123456789012:user/ci is not authorized to perform: sts:AssumeRole on resource: %s", r.Form.Get("RoleArn"))
	if r.Form.Get("Action") != "AssumeRole" || r.Form.Get("RoleArn") != s.RoleARN || r.Form.Get("ExternalId") != s.ExternalID {
		stsError(w, "AccessDenied", denied)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions = append(s.sessions, r.Form.Get("RoleSessionName"))
	n := len(s.sessions)
	key := Key{ID: fmt.Sprintf("ASIAROLE%08d", n), Secret: fmt.Sprintf("role-secret-%d-must-not-show", n), Session: fmt.Sprintf("role-session-%d-must-not-show", n)}
	s.Gate.Admit(key)
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>`,
		s.RoleARN, key.ID, key.Secret, key.Session, time.Now().Add(s.Lifetime).UTC().Format(time.RFC3339))
}

func stsError(w http.ResponseWriter, code, message string) {
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(http.StatusForbidden)
	var text struct {
		XMLName xml.Name `xml:"ErrorResponse"`
		Error   struct{ Type, Code, Message string }
	}
	text.Error.Type, text.Error.Code, text.Error.Message = "Sender", code, message
	xml.NewEncoder(w).Encode(text)
}
