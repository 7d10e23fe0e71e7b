#!/usr/bin/env node
import { readSettings } from "./config.ts";
import { createIo, leaveQuietlyOnBrokenPipe } from "./io.ts";
import { run } from "./program.ts";

leaveQuietlyOnBrokenPipe(process);
const io = createIo(process, readSettings(process.cwd()));
process.exitCode = await run(io, process.argv.slice(2));
