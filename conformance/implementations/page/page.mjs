import { startChecker } from './checker.mjs';
globalThis.zhucun = startChecker(() => {});
