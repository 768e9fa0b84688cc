import { useCluster } from './cluster';
import { testExamples } from './queueMode/examples';
import { testImports } from './queueMode/imports';
import { testPushes } from './queueMode/pushes';

jest.setTimeout(900_000);

// One n8n for all of them: to start its processes takes longer than most of these tests.
useCluster();
describe('the examples', testExamples);
describe('imports by webhook', testImports);
describe('pushes by webhook', testPushes);
