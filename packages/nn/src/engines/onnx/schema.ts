// The part of the ONNX file format that Rectify reads and writes, field numbers as in the standard's
// onnx.proto (IR version 8), encoded by protobufjs.
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto3";
message ModelProto {
  int64 ir_version = 1;
  string producer_name = 2;
  string producer_version = 3;
  string doc_string = 6;
  GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message StringStringEntryProto { string key = 1; string value = 2; }
message GraphProto {
  repeated NodeProto node = 1;
  string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
  repeated SparseTensorProto sparse_initializer = 15;
}
message SparseTensorProto { TensorProto values = 1; }
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  string name = 3;
  string op_type = 4;
  repeated AttributeProto attribute = 5;
  string domain = 7;
}
message AttributeProto {
  string name = 1;
  float f = 2;
  int64 i = 3;
  bytes s = 4;
  TensorProto t = 5;
  repeated float floats = 7;
  repeated int64 ints = 8;
  int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1;
  int32 data_type = 2;
  repeated float float_data = 4;
  repeated int32 int32_data = 5;
  repeated int64 int64_data = 7;
  string name = 8;
  bytes raw_data = 9;
  repeated StringStringEntryProto external_data = 13;
  int32 data_location = 14;
}
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  Tensor tensor_type = 1;
}
message TensorShapeProto {
  message Dimension { int64 dim_value = 1; string dim_param = 2; }
  repeated Dimension dim = 1;
}
`;

const modelProto = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('ModelProto');

/** TensorProto.DataType of the standard. */
export const ONNX_TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;

/** Name of an ONNX element type. */
export type OnnxType = keyof typeof ONNX_TYPES;

/** AttributeProto.AttributeType of the standard. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

/** An attribute of a node; exactly one of the value fields is set, as `type` says. */
export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
}

/** One operation of the graph. */
export interface NodeProto {
  readonly name: string;
  readonly op_type: string;
  /** Where the operator is from; left out for the standard's own. */
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

/** A constant tensor; `raw_data` is little-endian. */
export interface TensorProto {
  readonly name: string;
  readonly data_type: number;
  readonly dims: readonly number[];
  readonly raw_data: Uint8Array;
}

/** Name, element type and shape of an input or output. */
export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number;
      readonly shape: {
        readonly dim: readonly ({ readonly dim_value: number } | { readonly dim_param: string })[];
      };
    };
  };
}

/** A whole model file. */
export interface ModelProto {
  readonly ir_version: number;
  readonly producer_name: string;
  readonly producer_version: string;
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly NodeProto[];
    readonly initializer: readonly TensorProto[];
    readonly input: readonly ValueInfoProto[];
    readonly output: readonly ValueInfoProto[];
  };
}

/** The bytes of a model file. */
export function encodeModel(model: ModelProto): Uint8Array {
  return modelProto.encode(modelProto.fromObject(model)).finish();
}

/** A tensor as a file holds it: in one of four fields, or in a file of its own. */
export interface DecodedTensor extends TensorProto {
  readonly float_data: readonly number[];
  readonly int32_data: readonly number[];
  readonly int64_data: readonly number[];
  readonly external_data: readonly { readonly key: string; readonly value: string }[];
  /** 1 if the elements lie in another file. */
  readonly data_location: number;
}

/** An attribute as a file holds it. */
export interface DecodedAttribute extends Required<AttributeProto> {
  readonly t: DecodedTensor | null;
}

/** A node as a file holds it; the standard's own domain is empty. */
export interface DecodedNode extends NodeProto {
  readonly domain: string;
  readonly attribute: readonly DecodedAttribute[];
}

/** A model file of any origin; what it leaves out is empty, 0 or null. */
export interface DecodedModel extends Omit<ModelProto, 'graph'> {
  readonly graph: {
    readonly node: readonly DecodedNode[];
    readonly initializer: readonly DecodedTensor[];
    readonly sparse_initializer: readonly unknown[];
    readonly input: readonly DecodedValueInfo[];
    readonly output: readonly DecodedValueInfo[];
  } | null;
}

/** A description of an input or output; no shape means that any will do. */
export interface DecodedValueInfo {
  readonly name: string;
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number;
      readonly shape: {
        readonly dim: readonly { readonly dim_value: number; readonly dim_param: string }[];
      } | null;
    } | null;
  } | null;
}

/**
 * Reads a model file. Nothing is allocated beyond what the file's own length allows.
 *
 * @throws Error if the bytes are no protobuf message of this schema
 */
export function decodeModel(file: Uint8Array): DecodedModel {
  const decoded = modelProto.decode(file);
  return modelProto.toObject(decoded, { longs: Number, arrays: true, defaults: true }) as DecodedModel;
}
