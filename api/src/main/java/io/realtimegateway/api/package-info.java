/// The REST API. [io.realtimegateway.api.HttpApi] wires it; each resource has a package of its own;
/// `edge` is between them and Vert.x; `contract` is the OpenAPI document that all of it is held to;
/// `engine` asks the engine over links.
@NullMarked
package io.realtimegateway.api;

import org.jspecify.annotations.NullMarked;
