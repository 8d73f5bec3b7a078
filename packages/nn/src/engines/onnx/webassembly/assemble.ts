/** The bytes of a WebAssembly module from its text. The assembler is loaded when it is first needed. */
export async function assemble(text: string): Promise<Uint8Array> {
  const { default: openWabt } = await import('wabt');
  const module = (await openWabt()).parseWat('module.wat', text, { simd: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
