import type { RemarkCode } from '../../shared/values/remark';

/** What keeps an item from being sent, or a warning that does not. */
export interface Finding {
	/** Name of the node parameter. */
	field: string;
	code: FindingCode;
	/** The value, shortened. */
	value?: string;
	/** What is wrong, with the name that the panel shows. */
	message: string;
	/** How to mend it. */
	hint: string;
}

export type FindingCode =
	RemarkCode | 'duplicateName' | 'notResolved' | 'required' | 'startsInPast';
