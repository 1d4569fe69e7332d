// Package amazongate stands before a server as Amazon's service does: it lets
// through what is signed with a key that it knows, by its own reckoning of
// Signature Version 4, and refuses the rest in the service's words. Beside it is a
// stand-in for STS, which gives credentials of roles. Both are for tests.
//
// The words are from the service's documentation and from reports of users; they
// were not recorded. It must not use the SDK that signs: it is there to catch it
// out.
package amazongate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Key is what requests are signed with.
type Key struct {
	ID, Secret string
	Session    string // the token that goes with a key of a session; "" for a user's own
	Expired    bool
}

// Gate checks requests, and sends the good ones on. Its fields are not to be
// changed once it serves.
type Gate struct {
	Next            http.Handler
	Region, Service string
	Off             time.Duration // how far its clock is ahead of the machine's

	mu      sync.Mutex
	keys    map[string]Key
	let, no int
	last    string // the key id of the last request that was let through
}

// Admit lets requests through that are signed with a key.
func (g *Gate) Admit(keys ...Key) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.keys == nil {
		g.keys = map[string]Key{}
	}
	for _, k := range keys {
		g.keys[k.ID] = k
	}
}

// Counts says how many requests were let through, and how many not.
func (g *Gate) Counts() (let, refused int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.let, g.no
}

// Last is the key id of the last request that was let through.
func (g *Gate) Last() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.last
}

func (g *Gate) key(id string) (Key, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	k, ok := g.keys[id]
	return k, ok
}

func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := time.Now().Add(g.Off)
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	w.Header().Set("X-Amzn-Requestid", fmt.Sprintf("00000000-0000-4000-8000-%012d", now.UnixNano()%1e12))
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	id, problem := g.check(r, body, now)
	g.mu.Lock()
	if problem == "" {
		g.let, g.last = g.let+1, id
	} else {
		g.no++
	}
	g.mu.Unlock()
	if problem != "" {
		refuse(w, problem)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	g.Next.ServeHTTP(w, r)
}

func refuse(w http.ResponseWriter, problem string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusForbidden)
	json.NewEncoder(w).Encode(map[string]string{"message": problem})
}

// lifetime is how far a signature's time may be from the gate's.
const lifetime = 5 * time.Minute

// check says what is wrong with a request, "" for nothing.
func (g *Gate) check(r *http.Request, body []byte, now time.Time) (keyID, problem string) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return "", "User: anonymous is not authorized to perform: es:ESHttp" + r.Method[:1] + " because no resource-based policy allows the action"
	}
	claim, problem := parseAuthorization(header)
	if problem != "" {
		return "", problem
	}
	if claim.region != g.Region {
		return "", fmt.Sprintf("Credential should be scoped to a valid region, not '%s'. ", claim.region)
	}
	if claim.service != g.Service {
		return "", fmt.Sprintf("Credential should be scoped to correct service: '%s'. ", g.Service)
	}
	key, known := g.key(claim.keyID)
	if !known || key.Session != r.Header.Get("X-Amz-Security-Token") {
		return "", "The security token included in the request is invalid."
	}
	if key.Expired {
		return "", "The security token included in the request is expired"
	}
	if problem := checkTime(r.Header.Get("X-Amz-Date"), claim.day, now); problem != "" {
		return "", problem
	}
	canonical, problem := canonicalRequest(r, body, claim.signedHeaders)
	if problem != "" {
		return "", problem
	}
	if claim.signature != signature(key.Secret, r.Header.Get("X-Amz-Date"), claim, canonical) {
		return "", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'" + canonical + "'\n"
	}
	return key.ID, ""
}

const amzTime = "20060102T150405Z"

func checkTime(text, day string, now time.Time) string {
	at, err := time.Parse(amzTime, text)
	if err != nil || text[:8] != day {
		return "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"
	}
	now = now.UTC()
	if at.Before(now.Add(-lifetime)) {
		return fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - 5 min.)", text, now.Add(-lifetime).Format(amzTime), now.Format(amzTime))
	}
	if at.After(now.Add(lifetime)) {
		return fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + 5 min.)", text, now.Add(lifetime).Format(amzTime), now.Format(amzTime))
	}
	return ""
}
