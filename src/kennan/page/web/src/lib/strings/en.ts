/** All words of the page, one file a page. A translation is a copy of this folder with other words. */
export { shell, controls } from './shell'
export { explore } from './explore'
