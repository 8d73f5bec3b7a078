// Reads from an ONNX file what ONNX Runtime does not show. Field numbers as in the standard's onnx.proto.
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
message ModelProto { GraphProto graph = 7; repeated Entry metadata_props = 14; }
message Entry { string key = 1; string value = 2; }
message GraphProto { repeated NodeProto node = 1; repeated TensorProto initializer = 5; repeated Named output = 12; }
message NodeProto { repeated string input = 1; repeated string output = 2; string op_type = 4; }
message TensorProto { repeated int64 dims = 1; string name = 8; }
message Named { string name = 1; }
`;

/** The parts of a file that tests look at. */
export interface OnnxFile {
  readonly initializers: readonly { readonly name: string; readonly dims: readonly number[] }[];
  readonly nodes: readonly {
    readonly op_type: string;
    readonly input: readonly string[];
    readonly output: readonly string[];
  }[];
  readonly outputs: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

interface Decoded {
  readonly graph: {
    readonly node: OnnxFile['nodes'];
    readonly initializer: OnnxFile['initializers'];
    readonly output: readonly { readonly name: string }[];
  };
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[];
}

const type = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('ModelProto');

/** Decodes a file. */
export function readOnnx(file: Uint8Array): OnnxFile {
  const decoded = type.toObject(type.decode(file), {
    longs: Number,
    arrays: true,
    defaults: true,
  }) as Decoded;
  const { graph, metadata_props } = decoded;
  return {
    initializers: graph.initializer,
    nodes: graph.node,
    outputs: graph.output.map(({ name }) => name),
    metadata: Object.fromEntries(metadata_props.map(({ key, value }) => [key, value])),
  };
}
