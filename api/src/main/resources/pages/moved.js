// An address within the description of the REST API, from when that was here.
if (window.location.hash.startsWith("#/")) window.location.replace("/docs/api" + window.location.hash);
