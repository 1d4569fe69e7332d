package alertapi

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/alertplan/alertplan/internal/amazon"
)

// ErrServerless is a collection of Amazon OpenSearch Serverless.
var ErrServerless = errors.New("this is Amazon OpenSearch Serverless (aoss), which has no alerting plugin: monitors can be kept on a domain of Amazon OpenSearch Service (es) only")

var errNoRegion = errors.New("requests are to be signed for AWS, but for which region can't be told: write region = \"…\" into the aws block, or set AWS_REGION")

// AWS is how requests are signed for Amazon OpenSearch Service (Signature
// Version 4). The credentials are those that the AWS SDK's chain finds, each time
// that they are needed: environment, profile, web identity, container, machine.
type AWS struct {
	Region  string // "": that of the host's name, else of the environment or the profile
	Service string // "": es

	Profile    string // of ~/.aws; "": that of the environment, else default
	AssumeRole *AssumeRole
}

// AssumeRole is a role to take on with the credentials that were found.
type AssumeRole struct {
	RoleARN     string
	ExternalID  string // "" for none
	SessionName string // "": alertplan
}

// signer signs requests.
type signer struct {
	signer  *v4.Signer
	source  *credentialSource
	region  string
	service string
}

// newSigner finds out where credentials come from; it sends nothing.
func newSigner(cfg AWS, host string, hide func(...string)) (login, error) {
	its := amazon.ParseHost(host)
	s := &signer{signer: v4.NewSigner(), service: cmp.Or(cfg.Service, amazon.OpenSearch)}
	if s.service == amazon.Serverless {
		return nil, ErrServerless
	}
	source, region, err := newCredentialSource(cfg, cmp.Or(cfg.Region, its.Region))
	if err != nil {
		return nil, err
	}
	if region == "" {
		return nil, errNoRegion
	}
	if its.Region != "" && its.Region != region {
		return nil, fmt.Errorf("the host's name says that it is in %s, and the aws block says region = %q: a signature is good in one region only", its.Region, region)
	}
	source.hide = hide
	s.source, s.region = source, region
	return s, nil
}

// authorize signs what is sent, headers and body. The library's default of
// escaping a path twice is what Amazon does with all services but S3.
func (s *signer) authorize(req *http.Request, body []byte) error {
	credentials, err := s.source.retrieve(req.Context())
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	req.Header.Set("X-Amz-Content-Sha256", hash)
	return s.signer.SignHTTP(req.Context(), credentials, req, hash, s.service, s.region, time.Now())
}

func (s *signer) kind() string {
	return "AWS signature for " + s.service + " in " + s.region + ", credentials of " + s.source.from()
}
