package cloudtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Object is one of the bucket.
type Object struct {
	Body         []byte
	Type, Cache  string
	Metadata     map[string]string // names in small letters
	LastModified time.Time
}

func (o *Object) tag() string {
	sum := sha256.Sum256(o.Body)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// s3 answers for the one bucket, by its path.
func (a *Account) s3(r *http.Request, body []byte) (func() (reply, *fault), string) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	query := r.URL.Query()
	there := func(f func() (reply, *fault)) func() (reply, *fault) {
		return func() (reply, *fault) {
			if bucket != a.Bucket {
				return reply{}, &fault{http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist"}
			}
			return f()
		}
	}
	switch {
	case r.Method == http.MethodGet && key == "" && query.Get("list-type") == "2":
		return there(func() (reply, *fault) { return a.list(query) }), "ListObjectsV2"
	case r.Method == http.MethodHead && key == "":
		return there(func() (reply, *fault) { return reply{status: http.StatusOK}, nil }), "HeadBucket"
	case r.Method == http.MethodHead, r.Method == http.MethodGet:
		return there(func() (reply, *fault) { return a.read(key, r.Method == http.MethodGet) }), map[bool]string{true: "GetObject", false: "HeadObject"}[r.Method == http.MethodGet]
	case r.Method == http.MethodPut:
		return there(func() (reply, *fault) { return a.put(key, r, body) }), "PutObject"
	case r.Method == http.MethodDelete:
		return there(func() (reply, *fault) {
			delete(a.Objects, key)
			return reply{status: http.StatusNoContent}, nil
		}), "DeleteObject"
	}
	return nil, r.Method + r.URL.Path
}

func (a *Account) list(query url.Values) (reply, *fault) {
	size := a.Page
	if size == 0 {
		size = 1000
	}
	keys := slices.Sorted(maps.Keys(a.Objects))
	begin, _ := slices.BinarySearch(keys, query.Get("continuation-token"))
	end := min(len(keys), begin+size)
	var b strings.Builder
	fmt.Fprintf(&b, "<ListBucketResult><IsTruncated>%v</IsTruncated>", end < len(keys))
	if end < len(keys) {
		fmt.Fprintf(&b, "<NextContinuationToken>%s</NextContinuationToken>", escape(keys[end]))
	}
	for _, key := range keys[begin:end] {
		o := a.Objects[key]
		fmt.Fprintf(&b, "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag><LastModified>%s</LastModified></Contents>",
			escape(key), len(o.Body), escape(o.tag()), o.LastModified.UTC().Format(time.RFC3339))
	}
	b.WriteString("</ListBucketResult>")
	return ok(b.String())
}

func (a *Account) read(key string, whole bool) (reply, *fault) {
	o := a.Objects[key]
	if o == nil {
		return reply{}, &fault{http.StatusNotFound, "NoSuchKey", "The specified key does not exist."}
	}
	h := http.Header{"Etag": {o.tag()}, "Content-Type": {o.Type}, "Cache-Control": {o.Cache}, "Last-Modified": {o.LastModified.UTC().Format(http.TimeFormat)}}
	for name, value := range o.Metadata {
		h.Set("X-Amz-Meta-"+name, value)
	}
	if !whole {
		return reply{http.StatusOK, nil, h}, nil
	}
	return reply{http.StatusOK, string(o.Body), h}, nil
}

func (a *Account) put(key string, r *http.Request, body []byte) (reply, *fault) {
	if r.Header.Get("Content-Encoding") == "aws-chunked" {
		return reply{}, &fault{http.StatusNotImplemented, "NotImplemented", "chunks are not read here"}
	}
	o := &Object{Body: slices.Clone(body), Type: r.Header.Get("Content-Type"), Cache: r.Header.Get("Cache-Control"), Metadata: map[string]string{}, LastModified: a.time()}
	for name := range r.Header {
		if field, found := strings.CutPrefix(strings.ToLower(name), "x-amz-meta-"); found {
			o.Metadata[field] = r.Header.Get(name)
		}
	}
	if a.Objects == nil {
		a.Objects = map[string]*Object{}
	}
	a.Objects[key] = o
	return reply{status: http.StatusOK, header: http.Header{"Etag": {o.tag()}}}, nil
}
