// Writes FILE.br and FILE.gz beside each FILE with the highest compression; each is renamed into place when complete.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const writeAtomically = (path, content) => {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
};

for (const path of process.argv.slice(1)) {
  const content = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeAtomically(`${path}.br`, brotliCompressSync(content, { params }));
  writeAtomically(`${path}.gz`, gzipSync(content, { level: 9 }));
}
