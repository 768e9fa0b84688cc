import { useCluster } from '../scale/cluster';
import { testKilledWorker } from '../scale/queueMode/killedWorker';

jest.setTimeout(900_000);

useCluster();
describe('a worker that is killed', testKilledWorker);
